import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anUpgrade } from '../../../test/support/builders.ts'
import { changelogEntry } from './changelog-entry.ts'
import { insertChangelogEntry } from './changelog-insert.ts'

const entry = changelogEntry(anUpgrade())
const line = '- Bump redis from 7.2.4 to 7.2.5, low risk'

describe('a CHANGELOG entry', () => {
  it('goes under Unreleased and Changed, after what stands there', () => {
    const before =
      '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- x\n\n### Changed\n\n- y\n\n## [1.0.0] - 2026-01-01\n\n### Changed\n\n- z\n\n[1.0.0]: https://example.com\n'
    expect(insertChangelogEntry(before, entry)).toBe(before.replace('- y\n', `- y\n${line}\n`))
  })

  it('makes the headings that are missing', () => {
    expect(insertChangelogEntry('# Changelog\n\n## [1.0.0]\n\n- z\n', entry)).toBe(
      `# Changelog\n\n## [Unreleased]\n\n### Changed\n\n${line}\n\n## [1.0.0]\n\n- z\n`,
    )
    expect(insertChangelogEntry('# Changelog\n\n## [Unreleased]\n\n### Added\n\n- x\n\n## [1.0.0]\n', entry)).toContain(
      `- x\n\n### Changed\n\n${line}\n\n## [1.0.0]`,
    )
  })

  it('makes the file where there is none', () => {
    expect(insertChangelogEntry(null, entry)).toMatch(/^# Changelog\n[\s\S]*## \[Unreleased\]\n\n### Changed\n\n- Bump redis/)
  })

  it('replaces the line of an older step of the same component and environment, and no other', () => {
    const first = insertChangelogEntry(null, entry)
    const production = insertChangelogEntry(first, changelogEntry(anUpgrade({ environment: 'production' })))
    const newer = insertChangelogEntry(production, changelogEntry(anUpgrade({ to: '7.2.6' })))
    expect(newer.match(/^- .*$/gm)).toEqual([
      '- Bump redis from 7.2.4 to 7.2.5 (production), low risk',
      '- Bump redis from 7.2.4 to 7.2.6, low risk',
    ])
  })

  it('keeps line ends, byte order mark, bullets and a missing last line end', () => {
    const before = '\ufeff# Changelog\r\n\r\n## [Unreleased]\r\n\r\n### Changed\r\n\r\n* y'
    expect(insertChangelogEntry(before, entry)).toBe(`${before}\r\n* ${line.slice(2)}`)
  })

  it('changes nothing when made twice, and loses no line of any file', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '# Changelog',
            '## [Unreleased]',
            '## [1.0.0]',
            '### Changed',
            '### Added',
            '- a',
            '* b',
            '',
            'text',
            '[1.0.0]: https://x',
          ),
          { maxLength: 30 },
        ),
        (lines) => {
          const text = lines.join('\n')
          const once = insertChangelogEntry(text, entry)
          expect(insertChangelogEntry(once, entry)).toBe(once)
          const kept = once.split('\n')
          for (const one of lines) if (one.trim() !== '') expect(kept).toContain(one)
        },
      ),
    )
  })
})
