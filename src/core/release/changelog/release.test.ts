import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aHistory, shaOf, someSettings, someTags } from '../../../../test/support/releasing.ts'
import { surveyCommits } from '../survey.ts'
import { releaseVersion } from '../version.ts'
import { type CommitEntry, commitEntries } from './entries.ts'
import { type ChangelogRelease, releaseChangelog } from './release.ts'

const settings = someSettings()
const entriesOf = (messages: readonly string[]): CommitEntry[] =>
  commitEntries(surveyCommits(aHistory(messages), settings, someTags(['v1.2.0'])).judged, settings.changelog.sections)

function released(text: string | null, messages: readonly string[] = [], more: Partial<ChangelogRelease> = {}): string {
  const release = {
    version: releaseVersion('1.3.0'),
    date: '2026-11-21',
    tag: 'v1.3.0',
    previousTag: 'v1.2.0',
    entries: entriesOf(messages),
    pending: null,
  }
  return releaseChangelog(text, { ...release, ...more }).text
}

const BEFORE = `# Changelog

Words about it.

## [Unreleased]

### Added

- By hand.

## [1.2.0] - 2026-01-01

### Fixed

- Old.

[Unreleased]: https://github.com/acme/app/compare/v1.2.0...HEAD
[1.2.0]: https://github.com/acme/app/compare/v1.1.0...v1.2.0
`

describe('the CHANGELOG of a release', () => {
  it('has what stood under Unreleased, the commits nobody wrote of, and links', () => {
    const after = released(BEFORE, ['feat(api): log in (#12)', 'fix: no crash', 'docs: x', 'chore: y'])
    expect(after).toBe(`# Changelog

Words about it.

## [Unreleased]

## [1.3.0] - 2026-11-21

### Added

- By hand.
- **api:** log in (#12)

### Fixed

- no crash (${shaOf(1).slice(0, 7)})

## [1.2.0] - 2026-01-01

### Fixed

- Old.

[Unreleased]: https://github.com/acme/app/compare/v1.3.0...HEAD
[1.3.0]: https://github.com/acme/app/compare/v1.2.0...v1.3.0
[1.2.0]: https://github.com/acme/app/compare/v1.1.0...v1.2.0
`)
    expect(released(after, ['feat(api): log in (#12)', 'fix: no crash'])).toBe(after)
  })

  it('is made where there is none', () => {
    expect(released(null, ['feat: begin'], { previousTag: null })).toBe(
      `# Changelog\n\nAll notable changes to this project are written here.\n\n## [Unreleased]\n\n## [1.3.0] - 2026-11-21\n\n### Added\n\n- begin (${shaOf(0).slice(0, 7)})\n`,
    )
  })

  it('keeps line ends, byte order mark, bullets and a missing last line end', () => {
    const windows = `\ufeff${BEFORE.replaceAll('- ', '* ').replaceAll('\n', '\r\n')}`.trimEnd()
    const after = released(windows, ['feat: log in'])
    expect(after.startsWith('\ufeff# Changelog\r\n')).toBe(true)
    expect(after.replaceAll('\r\n', '')).not.toContain('\n')
    expect(after).toContain('\r\n* log in (')
    expect(after.endsWith('...v1.2.0')).toBe(true)
  })

  it('puts sections in the order of Keep a Changelog, and entries into those that are there by another name', () => {
    const text = '# C\n\n## [Unreleased]\n\n### Bug Fixes\n\n- a\n\n### 🔒 Security\n\n- b\n'
    const after = released(text, ['fix: c is mended', 'feat: d is new', 'perf: e is quick', 'fix(security): f is safe'])
    expect(after.match(/^(?:###|-) .*$/gm)?.map((line) => line.replace(/ \([0-9a-f]{7}\)/, ''))).toEqual([
      '### Added',
      '- d is new',
      '### Changed',
      '- e is quick',
      '### Bug Fixes',
      '- a',
      '- c is mended',
      '### 🔒 Security',
      '- b',
      '- **security:** f is safe',
    ])
  })

  it('says what breaks, whatever the type', () => {
    const after = released(BEFORE, ['chore!: drop Node 20', 'feat: new port\n\nBREAKING CHANGE: listens on 8080,\nno longer on 80'])
    expect(after).toContain(`### Changed\n\n- **Breaking:** drop Node 20 (${shaOf(0).slice(0, 7)})\n`)
    expect(after).toContain(`- **Breaking:** new port (${shaOf(1).slice(0, 7)})\n  listens on 8080, no longer on 80\n`)
  })

  it('does not repeat what people wrote, in their words, by number or by sha', () => {
    const text = `# C\n\n## [Unreleased]\n\n### Added\n\n- Login for everybody ([#12](https://x/12)).\n- Faster (${shaOf(1).slice(0, 7)}).\n- Bump redis from 7.2.4 to 7.4.2, low risk\n`
    const messages = ['feat: log in (#12)', 'perf: quick', 'Bump redis from 7.2.4 to 7.4.2 (#15)', 'fix: other (#1)']
    expect(released(text, messages).match(/^- .*$/gm)).toHaveLength(4)
    expect(released(null, ['feat: the same thing', 'feat: the same thing', 'feat(api): the same thing']).match(/^- .*$/gm)).toHaveLength(2)
  })

  it('shows hostile subjects as what they are', () => {
    const after = released(null, ['feat: Map<string, `Set<number>`> \u001b[31m\u202e and <img src=x onerror=y>'])
    expect(after).toContain('- Map\\<string, `Set<number>`> ␛[31m and \\<img src=x onerror=y> (')
  })

  it('drops headings that nobody filled, and says where a release has nothing to say', () => {
    const text = '# C\n\n## [Unreleased]\n\n### Added\n\n### Changed\n\n## [1.2.0] - 2026-01-01\n'
    const after = released(text)
    expect(after).toBe('# C\n\n## [Unreleased]\n\n## [1.3.0] - 2026-11-21\n\nNo notable changes.\n\n## [1.2.0] - 2026-01-01\n')
    expect(released(after)).toBe(after)
    const later = released(after, ['fix: something after all'])
    expect(later).not.toContain('No notable changes.')
    expect(later).toContain('## [1.3.0] - 2026-11-21\n\n### Fixed\n\n- something after all')
  })

  it('takes in what was written after a first run', () => {
    const once = released(BEFORE, ['feat: log in'])
    const more = once.replace('## [Unreleased]\n', '## [Unreleased]\n\n### Added\n\n- Also this.\n\n### Removed\n\n- That.\n')
    const after = released(more, ['feat: log in', 'fix: late'])
    const section = after.slice(after.indexOf('## [1.3.0]'), after.indexOf('## [1.2.0]'))
    expect(section.match(/^(?:###|-) .*$/gm)?.map((line) => line.replace(/ \([0-9a-f]{7}\)/, ''))).toEqual([
      '### Added',
      '- By hand.',
      '- log in',
      '- Also this.',
      '### Removed',
      '- That.',
      '### Fixed',
      '- late',
    ])
    expect(after).toContain('## [Unreleased]\n\n## [1.3.0]')
  })

  it('renames the section of an earlier run that never got its tag', () => {
    const once = released(BEFORE, ['fix: log in'], { version: releaseVersion('1.2.1'), tag: 'v1.2.1', date: '2026-11-01' })
    const after = released(once, ['fix: log in', 'feat: more'], { pending: { version: releaseVersion('1.2.1'), tag: 'v1.2.1' } })
    expect(after).not.toContain('1.2.1')
    expect(after.match(/^## .*$/gm)).toEqual(['## [Unreleased]', '## [1.3.0] - 2026-11-21', '## [1.2.0] - 2026-01-01'])
    expect(after).toContain(
      '[Unreleased]: https://github.com/acme/app/compare/v1.3.0...HEAD\n[1.3.0]: https://github.com/acme/app/compare/v1.2.0...v1.3.0\n[1.2.0]',
    )
  })

  it.each([
    ['## 1.2.0 - 2026-01-01', '## 1.3.0 - 2026-11-21'],
    ['## v1.2.0 (2026-01-01)', '## v1.3.0 (2026-11-21)'],
    ['# [1.2.0](https://github.com/a/b/compare/v1.1.0...v1.2.0) (2026-01-01)', '# [1.3.0] (2026-11-21)'],
    ['## [v1.2.0] – 2026-01-01', '## [v1.3.0] – 2026-11-21'],
    ['## api 1.2.0 - 2026-01-01', '## api 1.3.0 - 2026-11-21'],
    ['## 1.2.0 "Nautilus" is out', '## [1.3.0] - 2026-11-21'],
  ])('writes its heading like the one before: %s', (before, after) => {
    const text = released(`# Changelog\n\n${before}\n\n- old\n`, ['feat: new thing'])
    expect(text).toMatch(new RegExp(`^# Changelog\n\n${after.replace(/[[\]().]/g, '\\$&')}\n\n##+ Added\n\n- new thing`))
    expect(text).toContain(before)
  })

  it('does not take a heading in code or in a comment for one', () => {
    const text =
      '# C\n\n<!--\n## [Unreleased]\n-->\n\n```md\n## [1.0.0] - 2020-01-01\n```\n\n## [Unreleased]\n\n- x\n\n~~~\n## 9.9.9\n~~~\n'
    const after = released(text, ['feat: new thing'])
    expect(after.startsWith(text.slice(0, text.indexOf('## [Unreleased]\n\n- x')))).toBe(true)
    expect(after).toContain('## [Unreleased]\n\n## [1.3.0] - 2026-11-21\n\n- x\n\n~~~\n## 9.9.9\n~~~\n\n### Added\n\n- new thing')
  })

  it('changes nothing when made twice, and loses no line of any file', () => {
    const line = fc.constantFrom(
      '# Changelog',
      '## [Unreleased]',
      '## [1.2.0] - 2026-01-01',
      '## 1.1.0',
      '### Changed',
      '### Added',
      '- a',
      '* b',
      '',
      'text',
      '```',
      '<!--',
      '-->',
      '[Unreleased]: https://github.com/a/b/compare/v1.2.0...HEAD',
      '[1.2.0]: https://github.com/a/b/releases/tag/v1.2.0',
      '[x]: https://x',
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), fc.constantFrom('\n', '\r\n'), (lines, end) => {
        const text = lines.join(end)
        const once = released(text, ['feat: a new thing', 'fix!: b is gone'])
        expect(released(once, ['feat: a new thing', 'fix!: b is gone'])).toBe(once)
        const kept = once.split(/\r?\n/)
        const mayGo = /^(?:$|###|\[Unreleased\]:)/
        for (const one of lines) if (!mayGo.test(one)) expect(kept).toContain(one)
      }),
      { numRuns: 1000 },
    )
  })
})
