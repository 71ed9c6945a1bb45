import { describe, expect, it } from 'vitest'
import { joinLines, splitLines } from './lines.ts'
import { type LinkInput, withLinks } from './links.ts'

const input: LinkInput = { label: '1.3.0', tag: 'v1.3.0', previousTag: 'v1.2.0', replaces: null, end: '\n' }
const linked = (text: string, more: Partial<LinkInput> = {}) => joinLines(withLinks(splitLines(text), { ...input, ...more }), '\n')

describe('the links of a CHANGELOG', () => {
  it.each([
    [
      'GitHub',
      'https://github.com/a/b/compare/v1.2.0...HEAD',
      'https://github.com/a/b/compare/v1.3.0...HEAD',
      'https://github.com/a/b/compare/v1.2.0...v1.3.0',
    ],
    [
      'GitLab',
      'https://gitlab.com/a/b/-/compare/v1.2.0...main',
      'https://gitlab.com/a/b/-/compare/v1.3.0...main',
      'https://gitlab.com/a/b/-/compare/v1.2.0...v1.3.0',
    ],
    [
      'Bitbucket, newer first',
      'https://bitbucket.org/a/b/branches/compare/HEAD..v1.2.0',
      'https://bitbucket.org/a/b/branches/compare/HEAD..v1.3.0',
      'https://bitbucket.org/a/b/branches/compare/v1.3.0..v1.2.0',
    ],
    [
      'a link that was not kept up',
      'https://github.com/a/b/compare/v1.0.0...HEAD',
      'https://github.com/a/b/compare/v1.3.0...HEAD',
      'https://github.com/a/b/compare/v1.2.0...v1.3.0',
    ],
  ])('count Unreleased from the new tag: %s', (_, before, unreleased, own) => {
    const after = `[unreleased]: ${unreleased}\n[1.3.0]: ${own}\n`
    expect(linked(`[unreleased]: ${before}\n`)).toBe(after)
    expect(linked(after)).toBe(after)
  })

  it.each([
    ['https://github.com/a/b', 'https://github.com/a/b/compare/v1.3.0...HEAD', 'https://github.com/a/b/releases/tag/v1.3.0'],
    ['https://github.com/a/b/commits/main', 'https://github.com/a/b/compare/v1.3.0...HEAD', 'https://github.com/a/b/releases/tag/v1.3.0'],
    ['https://gitlab.com/a/b/-/commits/main', 'https://gitlab.com/a/b/-/compare/v1.3.0...HEAD', 'https://gitlab.com/a/b/-/tags/v1.3.0'],
  ])('begin with the first release: %s', (before, unreleased, own) => {
    expect(linked(`[Unreleased]: ${before}\n`, { previousTag: null })).toBe(`[Unreleased]: ${unreleased}\n[1.3.0]: ${own}\n`)
  })

  it('follow the release before where there is none of Unreleased', () => {
    const compare = '[1.2.0]: https://github.com/a/b/compare/v1.1.0...v1.2.0\n'
    expect(linked(compare)).toBe(`[1.3.0]: https://github.com/a/b/compare/v1.2.0...v1.3.0\n${compare}`)
    const tag = '[1.2.0]: https://github.com/a/b/releases/tag/v1.2.0\n'
    expect(linked(tag)).toBe(`[1.3.0]: https://github.com/a/b/releases/tag/v1.3.0\n${tag}`)
  })

  it('are left alone where they lead elsewhere', () => {
    const text = 'Words.\n\n[keep]: https://keepachangelog.com/\n[semver]: https://semver.org/\n'
    expect(linked(text)).toBe(text)
    expect(linked('No links.\n')).toBe('No links.\n')
  })

  it('name the tags of a package', () => {
    const more = { tag: 'api/v1.3.0', previousTag: 'api/v1.2.0' }
    expect(linked('[unreleased]: https://github.com/a/b/compare/api/v1.2.0...HEAD\n', more)).toBe(
      '[unreleased]: https://github.com/a/b/compare/api/v1.3.0...HEAD\n[1.3.0]: https://github.com/a/b/compare/api/v1.2.0...api/v1.3.0\n',
    )
  })
})
