import { type AdvisoryIndex, indexRecords } from '../core/advisories/advisory-index.ts'
import { packageKey } from '../core/advisories/ecosystems.ts'
import { advisoryVersion, identify, packagesAt } from '../core/advisories/name-map.ts'
import type { PackageName } from '../core/advisories/names/package-url.ts'
import { compactOsv, readOsvRecord } from '../core/advisories/osv-record.ts'
import { stepAdvisories } from '../core/advisories/step-advisories.ts'
import type { AdvisoryAnswer, AdvisorySourceId } from '../core/model/advisory-answer.ts'
import type { Step } from '../core/model/upgrade.ts'
import type { ComponentOutcome } from '../core/resolution/resolve.ts'
import type { Evidence } from '../core/safety/evidence.ts'
import type { AdvisoryRequest } from '../datasources/advisories/contract.ts'
import { advisorySources } from '../datasources/advisories/index.ts'
import type { DatasourceIo } from '../datasources/contract.ts'
import type { Workspace } from '../ports/workspace.ts'
import { advisoriesInDirectory } from './advisory-directory.ts'
import type { Recording } from './recording.ts'
import type { ScopeSituation, Situation } from './situation.ts'

/** What is to be looked up where, once for all scopes. */
interface Wanted {
  key: string
  source: AdvisorySourceId
  directory: string
  request: AdvisoryRequest
}

/**
 * Looks up the version in use and the target of every step whose scope asks for it. Records are kept with the parts that evaluation reads,
 * keyed by source and names.
 */
export async function readAdvisories(situation: Situation, io: DatasourceIo, workspace: Workspace): Promise<Recording['advisories']> {
  const wanted = advisoriesWanted(situation)
  const bySource = Map.groupBy(wanted, ({ source, directory }) => (source === 'directory' ? `directory ${directory}` : source))
  const read = await Promise.all(
    [...bySource.values()].map(async (group) => {
      const answers = await lookUp(group, io, workspace)
      return group.map(({ key, request }, at): [string, AdvisoryAnswer] => [key, compact(answers[at], request)])
    }),
  )
  return Object.fromEntries(read.flat())
}

function lookUp(group: readonly Wanted[], io: DatasourceIo, workspace: Workspace): Promise<AdvisoryAnswer[]> {
  const requests = group.map(({ request }) => request)
  const [first] = group
  if (first === undefined || first.source === 'directory') return advisoriesInDirectory(requests, first?.directory ?? '', workspace)
  return advisorySources[first.source].lookUp(requests, io)
}

function advisoriesWanted({ scopes }: Situation): Wanted[] {
  const wanted = new Map<string, Omit<Wanted, 'request'> & { versions: Map<string, { name: PackageName; versions: Set<string> }> }>()
  for (const { resolved, resolution, steps } of scopes) {
    const { securityAdvisoryCheck, advisorySource: source, advisoryDirectory: directory } = resolved.policy.safety
    if (!securityAdvisoryCheck) continue
    for (const step of steps) {
      const component = resolution.outcomes.get(step.component)?.component
      const identity = component === undefined ? null : identify(component)
      if (component === undefined || identity?.kind !== 'known') continue
      const key = keyOf(source, directory, identity.packages)
      const entry = wanted.get(key) ?? { key, source, directory, versions: new Map() }
      for (const text of [step.from, step.to]) {
        const version = advisoryVersion(component, text)
        for (const name of packagesAt(identity.packages, version)) {
          const known = entry.versions.get(packageKey(name.ecosystem, name.package)) ?? { name, versions: new Set() }
          known.versions.add(version)
          entry.versions.set(packageKey(name.ecosystem, name.package), known)
        }
      }
      wanted.set(key, entry)
    }
  }
  return [...wanted.values()].map(({ versions, ...rest }) => ({
    ...rest,
    request: { packages: [...versions.values()].map((one) => ({ ...one.name, versions: [...one.versions] })) },
  }))
}

function keyOf(source: AdvisorySourceId, directory: string, packages: readonly PackageName[]): string {
  const names = packages.map((one) => `${one.ecosystem} ${one.package}`)
  return JSON.stringify([source, ...(source === 'directory' ? [directory] : []), ...names])
}

/** A record that cannot be read makes the answer none: it may be the one that matters. */
function compact(answer: AdvisoryAnswer | undefined, { packages }: AdvisoryRequest): AdvisoryAnswer {
  if (answer === undefined) return { ok: false, cause: { code: 'invalid-answer', message: 'there was no answer' } }
  if (!answer.ok) return answer
  const asked = new Set(packages.map((one) => packageKey(one.ecosystem, one.package)))
  const records = answer.records.map((json) => compactOsv(json, (ecosystem, name) => asked.has(packageKey(ecosystem, name))))
  if (records.every((record) => record !== null)) return { ...answer, records }
  return { ok: false, cause: { code: 'invalid-answer', message: 'an advisory was found whose record cannot be read' } }
}

/** What advisories say of one step, out of the recording. Pure. */
export function advisoriesOf(step: Step, scope: ScopeSituation, recording: Pick<Recording, 'advisories'>): Evidence['advisories'] {
  const outcome = scope.resolution.outcomes.get(step.component)
  if (outcome === undefined) return { state: 'missing', why: 'the component could not be resolved' }
  const { component } = outcome
  const identity = identify(component)
  if (identity.kind === 'none') return { state: 'none', why: identity.why }
  if (identity.kind === 'unnamed') return { state: 'missing', why: `${identity.why}; name it under \`advisories\` in the registry` }
  const { packages } = identity
  const { advisorySource, advisoryDirectory } = scope.resolved.policy.safety
  const answer = recording.advisories[keyOf(advisorySource, advisoryDirectory, packages)]
  if (answer === undefined) return { state: 'missing', why: 'they were not looked up' }
  if (!answer.ok) return { state: 'missing', why: answer.cause.message }
  const found = stepAdvisories(indexOf(answer), {
    packages,
    from: advisoryVersion(component, step.from),
    to: advisoryVersion(component, step.to),
    above: versionsAbove(step, outcome),
  })
  if (!found.ok) return { state: 'missing', why: found.reason }
  return {
    state: 'known',
    step: found.step,
    names: shownNames(packages),
    ...(answer.notices === undefined ? {} : { notices: answer.notices }),
  }
}

/** For people: a repository by its address, and not once more as the Go module that it may be. */
function shownNames(packages: readonly PackageName[]): string[] {
  const repositories = packages.flatMap((one) => (one.ecosystem === 'GIT' ? [one.package.replace(/^https:\/\//, '')] : []))
  const others = packages.filter((one) => one.ecosystem !== 'GIT' && !(one.ecosystem === 'Go' && repositories.includes(one.package)))
  return [...others.map((one) => `${one.ecosystem} ${one.package}`), ...repositories]
}

const indexes = new WeakMap<AdvisoryAnswer, AdvisoryIndex>()

/** Steps of several scopes share an answer. */
function indexOf(answer: Extract<AdvisoryAnswer, { ok: true }>): AdvisoryIndex {
  const known = indexes.get(answer)
  if (known !== undefined) return known
  const index = indexRecords(
    answer.records.flatMap((json) => {
      const read = readOsvRecord(json)
      return read.ok ? [read.record] : []
    }),
  )
  indexes.set(answer, index)
  return index
}

/** Releases of the component's own kind above the target, lowest first. */
function versionsAbove(step: Step, { component, versioning, resolution }: ComponentOutcome): { text: string; version: string }[] {
  const target = versioning.parse(step.to)
  if (target === null) return []
  return resolution.considered
    .map((release) => ({ text: release.version, parsed: versioning.parse(release.version) }))
    .filter(({ parsed }) => parsed !== null && isAbove(parsed, target, versioning))
    .sort((a, b) => versioning.compare(a.parsed, b.parsed))
    .map(({ text }) => ({ text, version: advisoryVersion(component, text) }))
}

function isAbove(version: unknown, target: unknown, versioning: ComponentOutcome['versioning']): boolean {
  if (versioning.compare(version, target) <= 0 || !versioning.isStable(version)) return false
  return versioning.compatible?.(target, version) ?? true
}
