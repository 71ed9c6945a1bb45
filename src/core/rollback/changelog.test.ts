import { describe, expect, it } from 'vitest'
import { insertChangelogEntry } from '../proposals/changelog-insert.ts'
import { type ChangelogMove, rollbackEntry } from './changelog.ts'

const MOVE: ChangelogMove = {
  component: 'redis',
  environment: null,
  from: '7.4.2',
  to: '7.4.1',
  reason: 'tests failed.',
  number: 12,
  reland: false,
}

function written(changelog: string | null, more: Partial<ChangelogMove> = {}): string {
  return insertChangelogEntry(changelog, rollbackEntry({ ...MOVE, ...more }, changelog))
}

const UNRELEASED = `# Changelog

## [Unreleased]

### Changed

- Bump redis from 7.4.1 to 7.4.2, low risk ([release](https://example.com))

## [1.0.0] - 2026-01-01

### Changed

- Bump redis from 7.4.0 to 7.4.1, low risk
`

describe('the CHANGELOG of a rollback', () => {
  it('says that a version was tried where its upgrade is not released, whose line gives way', () => {
    const text = written(UNRELEASED)
    expect(text).toContain(
      '## [Unreleased]\n\n### Rollbacks\n\n- redis 7.4.2 was tried and rolled back to 7.4.1: tests failed (#12)\n\n## [1.0.0]',
    )
    expect(text).not.toContain('to 7.4.2, low risk')
    expect(written(text)).toBe(text)
  })

  it('says where it went from where its upgrade is released, and never edits past sections', () => {
    const released = UNRELEASED.replace('[Unreleased]', '[1.1.0] - 2026-02-01')
    const text = written(released)
    expect(text).toContain('### Rollbacks\n\n- redis was rolled back from 7.4.2 to 7.4.1: tests failed (#12)\n')
    expect(text.endsWith(released.slice(released.indexOf('## [1.1.0]')))).toBe(true)
  })

  it('keeps the entries beside, and those of other components and environments', () => {
    const more = UNRELEASED.replace(
      '- Bump redis from 7.4.1',
      '- Bump nginx from 1 to 2, low risk\n- Bump redis from 7.4.1 to 7.4.2 (production), low risk\n- Bump redis from 7.4.1',
    )
    const text = written(more)
    expect(text).toContain('- Bump nginx from 1 to 2, low risk\n- Bump redis from 7.4.1 to 7.4.2 (production), low risk\n')
    expect(written(more, { environment: 'production' })).toContain(
      '- redis 7.4.2 (production) was tried and rolled back to 7.4.1: tests failed (#12)',
    )
  })

  it('takes its own line out with a reland', () => {
    const text = written(written(UNRELEASED), { reland: true, from: '7.4.1', to: '7.4.2', reason: 'the tests were wrong' })
    expect(text).toContain('## [Unreleased]\n\n### Changed\n\n- Bump redis from 7.4.1 to 7.4.2 again: the tests were wrong\n')
    expect(text).not.toContain('Rollbacks')
  })

  it('lets no reason act on the forge, nor break the line', () => {
    const text = written(null, { reason: 'see @ada\nfixes #3 <b>' })
    expect(text).toMatch(/rolled back from 7\.4\.2 to 7\.4\.1: see @\u200bada fixes #\u200b3 <\u200bb> \(#12\)\n/)
  })
})
