import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProblemError } from '../model/problems.ts'
import { addRegistryItem } from './insert.ts'
import { removeRegistryItems } from './remove.ts'

const PATH = ['upgrade_policies', 'excluded_versions', 'redis']
const ITEM = { version: '7.4', reason: 'memory leak: see #12', environments: ['production'] }

function add(text: string): string {
  return addRegistryItem(text, PATH, ITEM)
}

function remove(text: string): string {
  return removeRegistryItems(text, PATH, (item) => typeof item === 'object' && item !== null && Reflect.get(item, 'version') === '7.4')
}

const LINES = `      - version: "7.4"
        reason: "memory leak: see #12"
        environments: [production]
`

describe('adding to a list of the registry', () => {
  it.each([
    [
      'makes everything that is missing',
      'components:\n  redis:\n    version: 1.0.0 # c\n',
      `components:\n  redis:\n    version: 1.0.0 # c\nupgrade_policies:\n  excluded_versions:\n    redis:\n${LINES}`,
    ],
    [
      'adds behind the last item, before comments of what follows',
      'upgrade_policies:\n  excluded_versions:\n    redis:\n      - version: 7.3.9 # bad\n        reason: x # y\n    # about nginx\n    nginx: []\n# end\n',
      `upgrade_policies:\n  excluded_versions:\n    redis:\n      - version: 7.3.9 # bad\n        reason: x # y\n${LINES}    # about nginx\n    nginx: []\n# end\n`,
    ],
    [
      'fills a key that stands empty',
      'upgrade_policies:\n  excluded_versions: # none\n  schedule: {}\n',
      `upgrade_policies:\n  excluded_versions: # none\n    redis:\n${LINES}  schedule: {}\n`,
    ],
    [
      'fills a list that stands empty',
      'upgrade_policies:\n  excluded_versions:\n    redis:\n',
      `upgrade_policies:\n  excluded_versions:\n    redis:\n${LINES}`,
    ],
    [
      'adds inside brackets',
      'upgrade_policies:\n  excluded_versions: { redis: ["7.3.9"], nginx: [] } # x\n',
      'upgrade_policies:\n  excluded_versions: { redis: ["7.3.9", { version: "7.4", reason: "memory leak: see #12", environments: [production] }], nginx: [] } # x\n',
    ],
    [
      'adds into empty braces',
      'upgrade_policies: {}\n',
      'upgrade_policies: { excluded_versions: { redis: [{ version: "7.4", reason: "memory leak: see #12", environments: [production] }] } }\n',
    ],
    [
      'adds into empty brackets',
      'upgrade_policies:\n  excluded_versions:\n    redis: []\n',
      'upgrade_policies:\n  excluded_versions:\n    redis: [{ version: "7.4", reason: "memory leak: see #12", environments: [production] }]\n',
    ],
    [
      'follows lists that are not indented',
      'x-a:\n- 1\nupgrade_policies:\n  excluded_versions:\n    redis:\n    - "7.3.9"\n',
      'x-a:\n- 1\nupgrade_policies:\n  excluded_versions:\n    redis:\n    - "7.3.9"\n    - version: "7.4"\n      reason: "memory leak: see #12"\n      environments: [production]\n',
    ],
    [
      'adds where the last line has no end',
      'x-a: 1\ncomponents: {}',
      `x-a: 1\ncomponents: {}\nupgrade_policies:\n  excluded_versions:\n    redis:\n${LINES.trimEnd()}`,
    ],
    [
      'replaces an explicit null',
      'upgrade_policies:\n  excluded_versions: null # none\n',
      `upgrade_policies:\n  excluded_versions:  # none\n    redis:\n${LINES}`,
    ],
  ])('%s', (_what, before, after) => {
    expect(add(before)).toBe(after)
    expect(add(before.replaceAll('\n', '\r\n'))).toBe(after.replaceAll('\n', '\r\n'))
    expect(add(`\uFEFF${before}`)).toBe(`\uFEFF${after}`)
  })

  it('follows a deeper indentation of the file', () => {
    expect(add('components:\n    redis:\n        version: "1"\n')).toContain(
      '\nupgrade_policies:\n    excluded_versions:\n        redis:\n            - version: "7.4"\n',
    )
  })

  it.each([
    'base: &b\n  excluded_versions: { redis: [] }\nupgrade_policies: *b\n',
    'upgrade_policies:\n  excluded_versions: text\n',
    'upgrade_policies: [\n',
  ])('refuses rather than change something else: %j', (text) => {
    expect(() => add(text)).toThrow(ProblemError)
  })
})

describe('taking out of a list of the registry', () => {
  it('is the way back of adding, whatever else stands there', () => {
    const part = fc.constantFrom(
      '# comment\n',
      'x-a: [1, 2]\n',
      'x-b:\n  - a: 1 # c\n\n',
      'x-c: |\n  text\n\n',
      'components:\n  redis: { version: "1" }\n',
    )
    const policies = fc.constantFrom(
      '',
      'upgrade_policies:\n  schedule: {}\n',
      'upgrade_policies:\n  excluded_versions:\n    nginx: ["1"] # c\n',
      'upgrade_policies:\n  excluded_versions:\n    redis:\n      - "7.3.9" # c\n      # d\n',
    )
    fc.assert(
      fc.property(fc.uniqueArray(part), policies, fc.uniqueArray(part), fc.boolean(), (before, middle, after, crlf) => {
        const rest = after.filter((one) => !before.includes(one))
        const text = `x-z: 1\n${before.join('')}${middle}${rest.join('')}`.replaceAll('\n', crlf ? '\r\n' : '\n')
        const added = add(text)
        for (const line of text.split('\n')) expect(added.split('\n')).toContain(line)
        expect(remove(added)).toBe(text)
      }),
    )
  })

  it('keeps the others, in brackets, too', () => {
    expect(remove('upgrade_policies:\n  excluded_versions: { redis: ["7.3.9", { version: "7.4" }] }\n')).toBe(
      'upgrade_policies:\n  excluded_versions: { redis: ["7.3.9"] }\n',
    )
    const none = 'components: {}\n'
    expect(remove(none)).toBe(none)
  })
})
