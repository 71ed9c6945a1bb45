import type { Problem } from '../core/model/problems.ts'
import type { Proposal } from '../core/model/proposal.ts'
import type { NotesAnswer } from '../core/model/release.ts'
import type { Step, Upgrade } from '../core/model/upgrade.ts'
import { releaseTexts } from '../core/notes/outline/release-texts.ts'
import { readNotes } from '../core/notes/read-notes.ts'
import { withApproval } from '../core/orders/approve.ts'
import { assemble, type Member } from '../core/proposals/assemble.ts'
import type { ResolvedComponent } from '../core/registry/resolved.ts'
import { rulesOf } from '../core/resolution/lanes.ts'
import { compatibilityViews, type Standing } from '../core/safety/compatibility-views.ts'
import type { Evidence } from '../core/safety/evidence.ts'
import { judge } from '../core/safety/judge.ts'
import { checksumOf, checksumProblem } from './artifacts.ts'
import { CHANGELOG_FILE } from './gather.ts'
import type { NotesReader } from './kept-notes.ts'
import { notesVersion } from './notes-wanted.ts'
import type { Recording } from './recording.ts'
import type { ScopeSituation, Situation } from './situation.ts'
import { stepEvidence } from './step-evidence.ts'
import { companionOf, stepGroupOf, travelling } from './travelling.ts'

/** One scope with its steps judged. */
export interface JudgedScope {
  scope: ScopeSituation
  upgrades: readonly Upgrade[]
}

/** Proposals that carry the upgrades which may be proposed, and what stands in the way of others. */
export interface Proposed {
  proposals: readonly Proposal[]
  problems: readonly Problem[]
}

/** Judges every step. Pure. */
export function judgeAll(recording: Recording, situation: Situation, read: NotesReader = readNotes): JudgedScope[] {
  return situation.scopes.map((scope) => ({ scope, upgrades: scope.steps.map((step) => judgeStep(step, scope, recording, read)) }))
}

/** Pure: the same recording gives byte-identical proposals. */
export function proposeAll(recording: Recording, situation: Situation, judged: readonly JudgedScope[]): Proposed {
  const undigested = judged.flatMap(({ scope, upgrades }) =>
    upgrades.flatMap((upgrade) => [...digestProblem(upgrade, scope), ...checksumProblem(upgrade, scope, recording)]),
  )
  const ground = { files: situation.files, registryFile: recording.request.registry }
  const { proposals, problems } = assemble({
    groups: judged.flatMap(({ scope, upgrades }) => travelling(scope, upgrades, (upgrade) => memberOf(upgrade, scope, recording), ground)),
    ...ground,
    changelogFile: CHANGELOG_FILE,
    environments: situation.environments,
    now: recording.now,
  })
  return { proposals, problems: [...undigested, ...problems] }
}

/** One step with the evidence of the recording, judged by the policy of its scope. Pure. */
export function judgeStep(step: Step, scope: ScopeSituation, recording: Recording, read: NotesReader = readNotes): Upgrade {
  const outcome = scope.resolution.outcomes.get(step.component)
  if (outcome === undefined) throw new Error(`no outcome of ${step.component}`)
  const { component } = outcome
  const { policy } = scope.resolved
  const { skipped } = recording.request
  const rules = rulesOf([...scope.resolution.outcomes.values()], policy.compatibility)
  const evidence: Evidence = {
    component,
    notes: policy.safety.breakingChangeDetection
      ? notesOf(step, component, recording.notes[scope.keys.get(component.name) ?? ''], read)
      : NOT_READ,
    compatibility: compatibilityViews(step, rules, standingAfter(step, scope)),
    ...stepEvidence(step, scope, recording),
  }
  return withApproval(
    judge(step, evidence, policy, { now: recording.now, ...(skipped === undefined ? {} : { skipped }) }),
    recording.orders ?? [],
  )
}

/** Where no check asks for what the notes say, they are not judged. */
const NOT_READ: Evidence['notes'] = { reading: null, missing: 'the detection of breaking changes is switched off' }

function notesOf(step: Step, component: ResolvedComponent, answer: NotesAnswer | undefined, read: NotesReader): Evidence['notes'] {
  if (answer === undefined) return { reading: null, missing: 'the source names no repository whose notes could be read' }
  if (!answer.ok) return { reading: null, missing: answer.cause.message }
  return { reading: read(answer.documents, notesVersion(component, step.from), notesVersion(component, step.to)) }
}

/** The versions in force after the step and those that must travel with it. */
function standingAfter(step: Step, scope: ScopeSituation): (component: string) => Standing | undefined {
  const companions = stepGroupOf(step, scope.resolution.groups)?.components ?? [step.component]
  return (name) => {
    const outcome = scope.resolution.outcomes.get(name)
    if (outcome === undefined) return undefined
    const moved = name === step.component ? step : companions.includes(name) ? companionOf(name, step.lane, scope.steps) : undefined
    return { version: moved?.to ?? outcome.resolution.current, versioning: outcome.versioning }
  }
}

/** A digest beside the version must move with it; a step that would drop it is not proposed. */
function digestProblem(upgrade: Upgrade, scope: ScopeSituation): Problem[] {
  const place = scope.pins.get(upgrade.component)?.values.find((one) => one.digest)
  const { digest, digests, commit, tag } = upgrade.toRelease
  if (place === undefined || digest !== undefined || digests !== undefined || commit !== undefined) return []
  const at = { file: place.file, line: place.line, column: place.column }
  const message = `${upgrade.component} is pinned by digest here, and the digest of ${tag} could not be read.`
  return [{ code: 'pin-refused', message, at, help: 'Run again when the registry answers, or pin by version alone.' }]
}

/** A pin that cannot be found was reported; a step that would leave it behind is not proposed. */
function memberOf(upgrade: Upgrade, scope: ScopeSituation, recording: Recording): Member | null {
  const component = scope.resolution.outcomes.get(upgrade.component)?.component
  const pins = scope.pins.get(upgrade.component)
  if (component === undefined || pins === undefined || pins.problems.length > 0 || digestProblem(upgrade, scope).length > 0) return null
  if (checksumProblem(upgrade, scope, recording).length > 0) return null
  const checksum = checksumOf(upgrade, scope, recording)
  const noted = upgrade.findings
    .filter((finding) => finding.check === 'known-changes')
    .flatMap((finding) => finding.evidence.flatMap((one) => one.url ?? []))
  const answer = recording.notes[scope.keys.get(component.name) ?? '']
  return {
    upgrade,
    component,
    pinFiles: pins.pinFiles,
    ...(checksum === null ? {} : { checksum }),
    notes:
      answer?.ok === true ? releaseTexts(answer.documents, notesVersion(component, upgrade.from), notesVersion(component, upgrade.to)) : [],
    guides: [...new Set([...noted, ...(component.lifecycle?.migrationGuide === undefined ? [] : [component.lifecycle.migrationGuide])])],
  }
}
