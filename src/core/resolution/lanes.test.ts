import { describe, expect, it } from 'vitest'
import { told } from '../../../test/support/resolving.ts'
import { rulesOf } from './lanes.ts'

const promtail = { component: told({ name: 'promtail', compatibleWith: { loki: '>=2.9.0' } }) }

describe('the rules of a scope', () => {
  it('has a `compatible_with` once, though the policy of the scope has it as well', () => {
    const at = { file: 'versions.yaml', line: 7, column: 5 }
    const declared = { component: 'promtail', requires: { loki: '>=2.9.0' }, level: 'compatible' as const, at }
    expect(rulesOf([promtail], [declared])).toEqual([declared])
    expect(rulesOf([promtail], [{ component: 'promtail', requires: { loki: '>=2.9.0' } }])).toHaveLength(1)
  })

  it('keeps rules that differ in range, versions or reason', () => {
    const rules = [
      { component: 'promtail', requires: { loki: '>=3.0.0' } },
      { component: 'promtail', versions: '>=3.0.0', requires: { loki: '>=2.9.0' } },
      { component: 'promtail', requires: { loki: '>=2.9.0' }, reason: 'push API' },
    ]
    expect(rulesOf([promtail], rules)).toEqual([...rules, { component: 'promtail', requires: { loki: '>=2.9.0' } }])
  })
})
