import { describe, expect, it } from 'vitest'
import { aComponent, aFinding, aPolicy, aStep } from '../../../test/support/builders.ts'
import type { Risk } from '../model/component.ts'
import type { Finding } from '../model/finding.ts'
import type { ResolvedComponent } from '../registry/resolved.ts'
import { decide } from './decision.ts'

const automatic = { enabled: true, allowedRiskLevels: ['low', 'medium'] as Risk[], excludeComponents: [] as string[] }
const upgrade = (more: Partial<ResolvedComponent['upgrade']>) => aComponent({ upgrade: { ...aComponent().upgrade, ...more } })
const unknown = aFinding({ verdict: 'unknown', summary: 'No notes.' })
const vulnerable = aFinding({ check: 'advisories', verdict: 'fail', summary: '7.2.5 is affected by CVE-2026-1.' })
const improved = aFinding({ check: 'advisories', verdict: 'warn', summary: '7.2.5 is still affected by CVE-2026-1.' })
const incompatible = aFinding({ check: 'compatibility', verdict: 'fail', summary: 'redis needs sentinel >=2.' })

const rows: {
  row: string
  risk: Risk
  findings?: Finding[]
  auto?: Partial<typeof automatic>
  component?: ResolvedComponent
  lane?: 'safe' | 'major'
  decision: string
}[] = [
  { row: 'low that the policy approves', risk: 'low', decision: 'auto-approve' },
  { row: 'low where approval is not enabled', risk: 'low', auto: { enabled: false }, decision: 'recommend' },
  { row: 'medium that the policy approves', risk: 'medium', decision: 'auto-approve' },
  { row: 'medium that the policy does not approve', risk: 'medium', auto: { allowedRiskLevels: ['low'] }, decision: 'recommend' },
  { row: 'high, whatever the policy says', risk: 'high', auto: { allowedRiskLevels: ['low', 'medium', 'high'] }, decision: 'manual' },
  { row: 'incompatible', risk: 'high', findings: [incompatible], decision: 'reject' },
  { row: 'a target that brings an advisory', risk: 'high', findings: [vulnerable], decision: 'reject' },
  { row: 'a target with an advisory left, where others are fixed', risk: 'high', findings: [improved], decision: 'manual' },
  { row: 'a target that fixes advisories', risk: 'low', findings: [aFinding({ check: 'advisories' })], decision: 'auto-approve' },
  {
    row: 'advisories that could not be had',
    risk: 'low',
    findings: [aFinding({ check: 'advisories', verdict: 'unknown' })],
    decision: 'recommend',
  },
  { row: 'a check that did not run', risk: 'low', findings: [unknown], decision: 'recommend' },
  {
    row: 'a remark that nothing is kept to look at',
    risk: 'low',
    findings: [aFinding({ check: 'history', verdict: 'unknown', risk: 'low', summary: 'No ledger is kept here.' })],
    decision: 'auto-approve',
  },
  { row: 'a component that the policy excludes', risk: 'low', auto: { excludeComponents: ['redis'] }, decision: 'recommend' },
  { row: 'a component that takes no part', risk: 'low', component: upgrade({ autoUpgradeEnabled: false }), decision: 'recommend' },
  {
    row: 'a risk that the component does not allow',
    risk: 'medium',
    component: upgrade({ allowedRiskLevels: ['low'] }),
    decision: 'recommend',
  },
  {
    row: 'a major lane that wants a person',
    risk: 'medium',
    lane: 'major',
    component: upgrade({ requireManualApprovalForMajor: true }),
    decision: 'manual',
  },
]

describe('decision', () => {
  it.each(rows)('$row → $decision', ({ risk, findings = [aFinding()], auto, component = aComponent(), lane = 'safe', decision }) => {
    const decided = decide(aStep({ lane }), risk, findings, component, aPolicy({ autoUpgrade: { ...automatic, ...auto } }))
    expect(decided.decision).toBe(decision)
    expect(decided.reasons[0]?.text).not.toBe('')
  })
})
