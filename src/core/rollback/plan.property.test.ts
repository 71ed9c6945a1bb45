import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aComponent, aRollbackWish } from '../../../test/support/builders.ts'
import type { Pin } from '../model/component.ts'
import type { FileState } from '../model/proposal.ts'
import { locatePin } from '../pins/locate.ts'
import { gitBlobId } from '../text/digest.ts'
import { planRollback } from './plan.ts'
import { pointOf } from './point.ts'

/** Places of all kinds, each as a text with the version in it. */
const KINDS: { pin: Pin; text(value: string, digest: string): string }[] = [
  {
    pin: { file: 'compose.yaml', editor: 'image', locator: 'redis' },
    text: (value, digest) => `services:\n  a:\n    image: redis:${value}@${digest} # note\n`,
  },
  { pin: { file: 'values.yaml', editor: 'yaml', locator: 'a.tag' }, text: (value) => `a:\n  tag: "${value}"\n` },
  { pin: { file: 'Dockerfile', editor: 'dockerfile', locator: 'redis' }, text: (value) => `FROM redis:${value} AS base\n` },
  { pin: { file: 'app.json', editor: 'json', locator: 'redis' }, text: (value) => `{\n  "redis": "${value}"\n}\n` },
  { pin: { file: 'app.env', editor: 'env', locator: 'REDIS' }, text: (value) => `REDIS=${value}\n` },
  { pin: { file: 'pyproject.toml', editor: 'toml', locator: 'a.redis' }, text: (value) => `[a]\nredis = '${value}'\n` },
]

const version = fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20)).map((parts) => parts.join('.'))
const digest = fc.stringMatching(/^[0-9a-f]{64}$/).map((hex) => `sha256:${hex}`)
/** A comment line that any of these files takes, put in front or behind. */
const remark = fc.stringMatching(/^[a-z0-9 ]{0,30}$/).map((words) => `# ${words}`)

function around(text: string, path: string, [before, after]: readonly [string[], string[]], crlf: boolean): string {
  const comment = (line: string) => (path.endsWith('.json') ? '' : `${line}\n`)
  const whole = before.map(comment).join('') + text + after.map(comment).join('')
  return crlf ? whole.replaceAll('\n', '\r\n') : whole
}

function state(path: string, text: string): FileState {
  return { path, text, blob: gitBlobId(text), mode: '100644' }
}

describe('a rollback after anything else happened to the files', () => {
  it('gives every pin its own value back, and keeps everything around it', () => {
    const edits = fc.tuple(fc.array(remark, { maxLength: 4 }), fc.array(remark, { maxLength: 4 }))
    const places = fc.subarray(KINDS, { minLength: 1 })
    fc.assert(
      fc.property(
        places,
        version,
        version,
        digest,
        digest,
        fc.array(edits, { minLength: 6, maxLength: 6 }),
        fc.boolean(),
        (kinds, from, to, old, fresh, noise, crlf) => {
          fc.pre(from !== to && old !== fresh)
          const component = aComponent({ pins: kinds.map(({ pin }) => pin) })
          const [before, after] = [kinds.map(({ text }) => text(from, old)), kinds.map(({ text }) => text(to, fresh))]
          const paths = kinds.map(({ pin }, index) => {
            const [old_, fresh_] = [before, after].map((texts) => {
              const located = locatePin(texts[index] ?? '', pin.file, pin)
              const found = located.ok ? located.found[0] : undefined
              return { version: found?.value ?? '', ...(found?.digest === undefined ? {} : { digest: found.digest.value }) }
            })
            if (old_ === undefined || fresh_ === undefined) throw new Error('there is no pin')
            return {
              path: pin.file,
              pin: index,
              beforeBlob: gitBlobId(before[index] ?? ''),
              afterBlob: gitBlobId(after[index] ?? ''),
              before: old_,
              after: fresh_,
            }
          })
          const move = { component: 'redis', environment: null, from, to }
          const point = pointOf(
            { ...move, paths, siblings: [], lockstep: false },
            { id: 'rp-1', at: 0, by: { login: 'a', type: 'bot' }, order: 1 },
          )
          const now = kinds.map(({ pin }, index) => around(after[index] ?? '', pin.file, noise[index] ?? [[], []], crlf))
          const files = new Map(kinds.map(({ pin }, index) => [pin.file, state(pin.file, now[index] ?? '')]))
          files.set('versions.yaml', state('versions.yaml', 'components:\n  redis: {}\n'))
          const plan = planRollback({
            wish: aRollbackWish(),
            members: [
              {
                component,
                environment: null,
                from: to,
                to: from,
                point,
                side: 'before',
                release: null,
                checksum: null,
                pinFiles: kinds.map(({ pin }) => [pin.file]),
              },
            ],
            files,
            registryFile: 'versions.yaml',
            changelogFile: 'CHANGELOG.md',
            url: null,
            now: 0,
          })
          expect(plan.problems).toEqual([])
          const changed = new Map(plan.changes.map((change) => [change.path, change.text]))
          for (const [index, { pin }] of kinds.entries())
            expect(changed.get(pin.file)).toBe(around(before[index] ?? '', pin.file, noise[index] ?? [[], []], crlf))
          expect(changed.get('versions.yaml')).toContain(`rolled_back_to: ${/^\d+\.\d+$/.test(from) ? `"${from}"` : from}`)
        },
      ),
      { numRuns: 300 },
    )
  })
})
