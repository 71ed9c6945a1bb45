import fc from 'fast-check'
import { parse as parseToml } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { quoteWhereNeeded } from './quoting.ts'
import { isSafeVersion } from './safe-value.ts'

const words = fc.constantFrom(
  '1.10',
  '29.0',
  '1e3',
  '2010-04-01',
  '0x1F',
  '0o17',
  '010',
  '1_000',
  '12:30:45',
  '.5',
  'on',
  'no',
  'null',
  'y',
  '16',
  '1.5',
  'v1',
  '1.2.3',
  'latest',
  '20250517123456789012',
)
const anything = fc.stringMatching(/^[A-Za-z0-9._+~:@/!-]{1,12}$/).filter(isSafeVersion)
const version = fc.oneof(words, anything)

describe('a bare scalar that is rewritten', () => {
  it.each(['1.1', '1.2', 'core'] as const)('is text for every reader of YAML (%s) where it was text', (schema) => {
    fc.assert(
      fc.property(version, (next) => {
        const written = quoteWhereNeeded('yaml', '1.2.3', next)
        for (const text of [`a: ${written}`, `{a: ${written}, b: 1}`]) {
          const read =
            schema === 'core' ? parseYaml(text, { schema: 'core' }) : parseYaml(text, { version: schema === '1.2' ? '1.2' : '1.1' })
          expect(read.a, text).toBe(next)
        }
      }),
      { numRuns: 400 },
    )
  })

  it('stays a number only where nothing is lost', () => {
    fc.assert(
      fc.property(version, (next) => {
        const read: unknown = parseYaml(`a: ${quoteWhereNeeded('yaml', '16', next)}`).a
        expect(String(read)).toBe(next)
      }),
    )
    expect(quoteWhereNeeded('yaml', '16', '18')).toBe('18')
    expect(quoteWhereNeeded('yaml', '1.21', '1.22')).toBe('1.22')
    expect(quoteWhereNeeded('yaml', '1.21', '1.30')).toBe("'1.30'")
  })

  it('is valid JSON and TOML that says the version', () => {
    fc.assert(
      fc.property(version, (next) => {
        expect(String(JSON.parse(`[${quoteWhereNeeded('json', '16', next)}]`)[0])).toBe(next)
        const read = parseToml(`a = ${quoteWhereNeeded('toml', '3.12', next)}`)['a']
        expect(String(read)).toBe(next)
      }),
    )
  })

  it('keeps dates dates and words words', () => {
    expect(quoteWhereNeeded('yaml', '2010-04-01', '2012-11-05')).toBe('2012-11-05')
    expect(quoteWhereNeeded('yaml', 'v1', '2012-11-05')).toBe("'2012-11-05'")
    expect(quoteWhereNeeded('toml', '2010-04-01', '2012-11-05')).toBe('2012-11-05')
    expect(quoteWhereNeeded('yaml', 'latest', '~> 1.2')).toBe('~> 1.2')
    expect(quoteWhereNeeded('yaml', '~> 1.1', '>= 1.2')).toBe("'>= 1.2'")
    expect(quoteWhereNeeded('yaml', '^1', '>=1,<2')).toBe("'>=1,<2'")
  })
})
