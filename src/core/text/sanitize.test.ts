import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blockQuote, capText, codeSpan, plainLine, safeMarkdown, tableCell } from './sanitize.ts'

describe('text of others', () => {
  it('notifies nobody and closes no issue', () => {
    const safe = safeMarkdown('Thanks @octocat and @org/team, fixes #12, GH-3 and owner/repo#4, see https://github.com/o/r/issues/5')
    expect(safe).not.toMatch(/@\w|#\d|GH-\d|\/\/github\.com/)
    expect(safe).toContain('redirect.github.com/o/r/issues/5')
  })

  it('loads no image, opens no HTML and leaves no fold', () => {
    const safe = safeMarkdown('![x](https://track.example/p.png) </details><script>alert(1)</script> <!-- pinwarden:{} -->')
    expect(safe).not.toMatch(/!\[|<[a-z/!]/i)
  })

  it('cannot change where our own links go', () => {
    expect(safeMarkdown('[7.2.5]: https://evil.example')).not.toContain(']:')
  })

  it('starts no workflow command in a log', () => {
    expect(plainLine('::set-output name=x::y')).not.toMatch(/^\s*::/)
    expect(plainLine('\u001b[31mred\u001b[0m\r\n##[error]x')).not.toMatch(/\u001b|\n|\r/)
  })

  it('stays inside its quotation', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        for (const line of blockQuote(text, 200).split('\n')) expect(line.startsWith('>')).toBe(true)
      }),
    )
  })

  it('stays inside its table cell', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(tableCell(text)).not.toMatch(/[\n|]/)
      }),
    )
  })

  it('shows any text as code, also text with backticks', () => {
    expect(codeSpan('a `b` c')).toBe('``a `b` c``')
    expect(codeSpan('`x`')).toBe('`` `x` ``')
  })

  it('is never longer than asked and never cut inside a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 500 }), fc.integer({ min: 1, max: 300 }), (text, max) => {
        const cut = capText(text, max)
        expect(cut.length).toBeLessThanOrEqual(max + 2)
        expect(cut).not.toMatch(/[\ud800-\udbff]( …)?$/)
      }),
    )
  })
})
