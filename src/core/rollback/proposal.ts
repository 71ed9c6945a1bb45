import type { Risk } from '../model/component.ts'
import type { Label, Proposal } from '../model/proposal.ts'
import type { Upgrade } from '../model/upgrade.ts'
import { filesDigest } from '../proposals/digest.ts'
import { labelsFor } from '../proposals/labels.ts'
import { rollbackBranch } from '../proposals/rollback-branch.ts'
import { SUPERSEDED_LABEL } from '../proposals/rollbacks.ts'
import type { Versioning } from '../versioning/contract.ts'
import { rollbackBody } from './body.ts'
import { revertLines, rollbackHeadline, trailers } from './message.ts'
import type { RollbackPlan } from './plan.ts'
import type { RollbackWish } from './request.ts'
import type { RollbackMember } from './restore.ts'
import type { RollbackVerdict } from './validate.ts'

export interface RollbackProposalInput {
  wish: RollbackWish
  /** The component that was asked for comes first. */
  members: readonly RollbackMember[]
  plan: RollbackPlan
  verdict: RollbackVerdict
  versioning: Versioning
  skipped: readonly string[]
  respectWindows: boolean
}

export const ROLLBACK_LABELS = {
  rollback: { name: 'rollback', color: 'b60205', description: 'Takes an upgrade back' },
  reland: { name: 'reland', color: 'd4c5f9', description: 'Brings a version forward again that was rolled back' },
  unproven: { name: 'unproven-target', color: 'fbca04', description: 'Goes to a version that never ran here' },
  emergency: { name: 'emergency', color: 'b60205', description: 'Declared an emergency' },
  superseded: { name: SUPERSEDED_LABEL, color: 'cfd3d7', description: 'Led to a version that was rolled back' },
} as const satisfies Record<string, Label>

/** The pull request of a rollback: the same inputs give the same bytes. */
export function rollbackProposal(input: RollbackProposalInput): Proposal {
  const { wish, members, plan } = input
  const [first] = members
  if (first === undefined) throw new Error('a rollback needs a component')
  const upgrades = members.map((member) => upgradeOf(member, input))
  const kind = wish.reland ? ('reland' as const) : first.from === first.to ? ('exclude' as const) : ('rollback' as const)
  const subject = { component: first.component.name, environment: first.environment, from: first.from, to: first.to, kind }
  const digest = filesDigest(plan.changes)
  const reverts = revertLines(plan.reverts)
  return {
    id: `${kind}:${[subject.environment, subject.component].filter((part) => part !== null).join('/')}`,
    branch: rollbackBranch(subject),
    title: rollbackHeadline(input),
    body: rollbackBody({ ...input, upgrades }),
    labels: labelsOf(input, upgrades),
    commitMessage: {
      headline: rollbackHeadline(input),
      body: `${reverts === '' ? '' : `${reverts}\n\n`}${trailers(input)}\nPinwarden-Digest: ${digest}`,
    },
    files: plan.changes,
    digest,
    upgrades,
  }
}

function labelsOf({ wish, verdict }: RollbackProposalInput, upgrades: readonly Upgrade[]): Label[] {
  const { rollback, reland, unproven, emergency } = ROLLBACK_LABELS
  return [
    ...labelsFor(upgrades),
    wish.reland ? reland : rollback,
    ...(verdict.unproven ? [unproven] : []),
    ...(wish.emergency ? [emergency] : []),
  ]
}

/** A rollback is a step like any other to whoever reads proposals: from, to, and how risky it is. */
function upgradeOf(member: RollbackMember, { verdict, versioning }: RollbackProposalInput): Upgrade {
  const { component, from, to, release } = member
  const [a, b] = [versioning.parse(from), versioning.parse(to)]
  const distance = a === null || b === null ? 'other' : versioning.distance(a, b)
  const { risk, reasons } = riskOf(verdict, distance, member)
  return {
    component: component.name,
    environment: member.environment,
    from,
    to,
    currentFrom: 'pin',
    toRelease: release ?? { tag: to, version: to },
    lane: distance === 'major' ? 'major' : 'safe',
    distance,
    findings: [],
    judgement: {
      risk,
      riskReasons: reasons.map((text) => ({ text })),
      decision: 'manual',
      decisionReasons: [{ text: 'A rollback is merged by a person unless policy says otherwise.' }],
    },
  }
}

/** The highest that applies: something was overridden; the target never ran here or carries a warning; else it is what ran before. */
function riskOf(verdict: RollbackVerdict, distance: Upgrade['distance'], { from, to }: RollbackMember): { risk: Risk; reasons: string[] } {
  if (verdict.overridden.length > 0) return { risk: 'high', reasons: ['A refusal was overridden.'] }
  if (verdict.unproven && distance === 'major')
    return { risk: 'high', reasons: [`${to} never ran here and is a major step away from ${from}.`] }
  if (verdict.unproven) return { risk: 'medium', reasons: [`${to} never ran here.`] }
  if (distance === 'major') return { risk: 'medium', reasons: [`${from} → ${to} is a major step; data and settings may have moved on.`] }
  return { risk: verdict.warnings.length > 0 ? 'medium' : 'low', reasons: [`${to} ran here before.`] }
}
