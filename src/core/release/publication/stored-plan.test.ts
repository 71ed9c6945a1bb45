import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { digestOfMessage } from '../../proposals/commit-message.ts'
import { sha256Hex } from '../../text/digest.ts'
import { releaseMessage } from './proposal.ts'
import { planOfMessage, planTrailers, type ReleaseMarker, releaseMarker, withoutReleaseMarker, withReleaseMarker } from './stored-plan.ts'

const marker: ReleaseMarker = {
  package: null,
  version: '1.3.0',
  tag: 'v1.3.0',
  previous: 'v1.2.0',
  base: 'a'.repeat(40),
  notes: sha256Hex('notes'),
  state: 'planned',
  commit: 'b'.repeat(40),
  files: 'sha256:x',
  date: '2026-11-21',
}
const { state: _state, commit: _commit, files: _files, date: _date, ...plan } = marker

describe('the plan of a release', () => {
  it('is read back out of a pull request, whatever stands around it, and kept once', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, other) => {
        const body = withReleaseMarker(text, { ...marker, tag: `${other}v1.3.0` })
        expect(releaseMarker(body)).toEqual({ ...marker, tag: `${other}v1.3.0` })
        expect(withReleaseMarker(body, marker)).toBe(withReleaseMarker(text, marker))
        expect(releaseMarker(body.replaceAll('\n', '\r\n'))?.version).toBe('1.3.0')
      }),
    )
    expect(withoutReleaseMarker(withReleaseMarker('said\n', marker))).toBe('said')
  })

  it('is none where somebody changed it, or forged half of it', () => {
    expect(releaseMarker('')).toBeNull()
    expect(releaseMarker('<!-- pinwarden-release: {"version":"1.0.0"} -->')).toBeNull()
    expect(releaseMarker('<!-- pinwarden-release: {')).toBeNull()
  })

  it('is read back out of a commit, also one that was squashed with others', () => {
    const { headline, body } = releaseMessage(plan, 'sha256:y')
    const message = `${headline}\n\n${body}\n`
    expect(planOfMessage(message, null)).toEqual(plan)
    expect(digestOfMessage(message)).toBe('sha256:y')
    expect(
      planOfMessage(`chore(release): 1.3.0 (#7)\n\n* ${headline}\n\n${body}\n\n---------\n\nCo-authored-by: a <a@b.c>\n`, null),
    ).toEqual(plan)
    const first = { ...plan, package: 'api', previous: null }
    expect(planOfMessage(planTrailers(first), 'api')).toEqual(first)
  })

  it.each([
    'feat: a',
    'Release-Tag: v1.3.0\nRelease-Version: 1.3.0',
    planTrailers({ ...plan, tag: 'v9.9.9' }),
    planTrailers(plan).replace('sha256:', 'md5:'),
  ])('is none in %j', (message) => {
    expect(planOfMessage(message, null)).toBeNull()
  })
})
