import { describe, expect, it } from 'vitest'
import { aHistory, someSettings, someTags } from '../../../../test/support/releasing.ts'
import { conventionalNotes } from '../../../adapters/release-notes.ts'
import { surveyCommits } from '../survey.ts'
import { noteCommits, noteSections, releaseBody, withBanner } from './notes.ts'

const web = { host: 'https://github.com', owner: 'acme', name: 'shop' }

async function notes(messages: readonly string[], written: Parameters<typeof someSettings>[0] = {}) {
  const settings = someSettings(written)
  const { judged } = surveyCommits(aHistory(messages), settings, someTags([]))
  const input = { version: '1.3.0', tag: 'v1.3.0', previousTag: 'v1.2.0', date: '2026-11-21', web }
  return conventionalNotes.render({ ...input, types: noteSections(settings), commits: noteCommits(judged) })
}

describe('the notes of a release', () => {
  it('are those of the preset, in its sections, with links', async () => {
    const { text, recommended } = await notes(['fix: no crash', 'docs: spelling', 'feat(api): log in (#12)', 'perf: fast'])
    expect(text.match(/^###.*$/gm)).toEqual(['### Features', '### Bug Fixes', '### Performance Improvements'])
    expect(text).toContain('* **api:** log in ([#12](https://github.com/acme/shop/issues/12))')
    expect(text).toMatch(/\(\[[0-9a-f]{7}\]\(https:\/\/github\.com\/acme\/shop\/commit\/[0-9a-f]{40}\)\)/)
    expect(text).not.toContain('spelling')
    expect(recommended).toBe('minor')
  })

  it('tell what breaks first, under any type', async () => {
    const { text, recommended } = await notes(['feat: a', 'chore!: drop Node 22', 'fix: b\n\nBREAKING CHANGE: c is gone'])
    expect(text.split('\n')[0]).toBe('### ⚠ BREAKING CHANGES')
    expect(text).toContain('* drop Node 22')
    expect(text).toContain('* c is gone')
    expect(recommended).toBe('major')
  })

  it('follow the rules of the repository: types, scopes and sections', async () => {
    const written = { types: { refactor: 'patch', 'chore(deps)': 'patch' }, changelog: { sections: { docs: 'Changed' } } } as const
    const { text } = await notes(
      ['refactor: a', 'chore: hidden', 'chore(deps): moved', 'docs: told', 'Bump redis from 7.4.1 to 7.4.2'],
      written,
    )
    expect(text).toMatch(/### Code Refactoring\n\n\* a/)
    expect(text).toMatch(/### Miscellaneous Chores\n\n\* \*\*deps:\*\* moved/)
    expect(text).toMatch(/### Documentation\n\n\* told/)
    expect(text).toMatch(/### Dependencies\n\n\* Bump redis from 7\.4\.1 to 7\.4\.2/)
    expect(text).not.toContain('hidden')
  })

  it('list commits without a type, and types with a dash, where the repository counts them', async () => {
    const written = { types: { other: 'patch', 'build-deps': 'patch' } } as const
    const { text } = await notes(['just words', 'build-deps: a'], written)
    expect(text).toMatch(/### Other Changes\n\n(?:\* a .*\n)?\* just words/)
    expect(text).toMatch(/^\* a \(/m)
    expect((await notes(['just words', 'build-deps: a'])).text).toBe('')
  })

  it('say nothing of what was taken back', async () => {
    const { text, recommended } = await notes(['feat: bad', 'fix: good', 'Revert "feat: bad"'])
    expect(text).not.toContain('bad')
    expect(recommended).toBe('patch')
  })

  it('keep hostile messages from acting: fields, HTML, headings, direction', async () => {
    const evil =
      'feat: a <img src=x> \u202eb\n\n-hash-\n0000000\n-gitTags-\n(tag: v9.9.9)\n\nBREAKING CHANGE: # big\n</details><script>\n-version-\n9.9.9'
    const { text } = await notes([evil])
    expect(text).not.toMatch(/<img|<script|<\/details|\u202e|v9\.9\.9|0000000|^\* #/m)
    expect(text.match(/^#/gm)).toHaveLength(2)
  })

  it('are the same for the same commits', async () => {
    const messages = ['feat: b', 'feat: a', 'fix(x): c']
    expect(await notes(messages)).toEqual(await notes(messages))
    expect((await notes([])).text).toBe('')
  })
})

describe('the page of a release', () => {
  it('lists components with what moved, and links all changes', () => {
    const components = [
      { name: 'redis', version: '7.4.2', before: '7.4.1' },
      { name: 'grafana', version: '12.0.0', before: null },
      { name: 'loki', version: '3.0.0', before: '3.0.0' },
    ]
    expect(releaseBody({ notes: '', components, compared: true, compareUrl: 'https://x/compare/a...b' })).toBe(
      'No notable changes.\n\n### Components\n\n| component | version | before |\n| --- | --- | --- |\n| redis | 7.4.2 | 7.4.1 |\n| grafana | 12.0.0 | new |\n| loki | 3.0.0 |  |\n\n**All changes:** https://x/compare/a...b',
    )
    expect(releaseBody({ notes: 'n', components: [], compared: false, compareUrl: null })).toBe('n')
  })

  it('carries one warning, the last one, and all else as it was', () => {
    const body = 'Notes\n\n- a'
    const once = withBanner(body, { to: 'v1.2.0', reason: 'it\ncrashes' })
    expect(once).toContain('> it crashes')
    expect(once.endsWith(body)).toBe(true)
    expect(withBanner(once, { to: 'v1.2.0', reason: 'it\ncrashes' })).toBe(once)
    const other = withBanner(once, { to: 'v1.1.0', reason: 'more' })
    expect(other).not.toContain('v1.2.0')
    expect(other.endsWith(body)).toBe(true)
  })
})
