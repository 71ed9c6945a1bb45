import { describe, expect, it } from 'vitest'
import { isQuoted } from './quoted.ts'

describe('finding the entry that was quoted', () => {
  it('minds neither markup nor white space nor what the quote leaves out', () => {
    const entry = '**Removed** the `--fast` option,\n  see [the guide](https://example.org) (#12)'
    expect(isQuoted(entry, ['removed the --fast option, see the guide'])).toBe(true)
    expect(isQuoted(entry, ['Removed the fast option'])).toBe(true)
  })

  it('does not take another entry of few common words for it', () => {
    expect(isQuoted('Add a `--slow` option', ['Removed the `--fast` option'])).toBe(false)
    expect(isQuoted('', ['x'])).toBe(false)
  })
})
