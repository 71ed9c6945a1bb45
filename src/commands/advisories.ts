import { packageKey } from '../core/advisories/ecosystems.ts'
import { advisoryVersion, identify, packagesAt } from '../core/advisories/name-map.ts'
import type { PackageName } from '../core/advisories/names/package-url.ts'
import { compactOsv } from '../core/advisories/osv-record.ts'
import { stepAdvisories } from '../core/advisories/step-advisories.ts'
import type { AdvisoryAnswer, AdvisorySourceId } from '../core/model/advisory-answer.ts'
import type { HeldCode, Step } from '../core/model/upgrade.ts'
import type { ResolvedComponent } from '../core/registry/resolved.ts'
import type { ComponentOutcome } from '../core/resolution/resolve.ts'
import type { Evidence } from '../core/safety/evidence.ts'
import type { AdvisoryRequest } from '../datasources/advisories/contract.ts'
import { advisorySources } from '../datasources/advisories/index.ts'
import type { DatasourceIo } from '../datasources/contract.ts'
import type { Alerts } from '../ports/alerts.ts'
import type { Workspace } from '../ports/workspace.ts'
import { advisoriesInDirectory } from './advisory-directory.ts'
import { readAlerts, withAlerts } from './alerts.ts'
import { advisoryKey, indexOf } from './open-advisories.ts'
import type { Recording } from './recording.ts'
import type { ScopeSituation, Situation } from './situation.ts'

/** What is to be looked up where, once for all scopes. */
interface Wanted {
  key: string
  source: AdvisorySourceId
  directory: string
  /** Versions, as advisories write them. */
  asked: readonly string[]
  request: AdvisoryRequest
  /** Whether the forge's own alerts count, too. */
  alerts: boolean
}

/**
 * Looks up what the scopes ask for and `known` does not hold yet; gives `known` itself where that is nothing. Records are kept with the
 * parts that evaluation reads, keyed by source and names.
 */
export async function readAdvisories(
  situation: Situation,
  known: Recording['advisories'],
  io: DatasourceIo,
  workspace: Workspace,
  alerts?: Alerts,
): Promise<Recording['advisories']> {
  const wanted = advisoriesWanted(situation, known).filter(({ key, asked }) => !isAnswered(known[key], asked))
  if (wanted.length === 0) return known
  const bySource = Map.groupBy(wanted, ({ source, directory }) => (source === 'directory' ? `directory ${directory}` : source))
  const reading = readAlerts(wanted.some((one) => one.alerts) ? alerts : undefined)
  const read = await Promise.all(
    [...bySource.values()].map(async (group) => {
      const [answers, open] = [await lookUp(group, io, workspace), await reading]
      return group.map(({ key, request, asked, alerts }, at): [string, AdvisoryAnswer] => {
        const answer = compact(answers[at], request, asked)
        return [key, alerts ? withAlerts(answer, request, open) : answer]
      })
    }),
  )
  return { ...known, ...Object.fromEntries(read.flat()) }
}

/** A failure is asked for again only with the next run. */
function isAnswered(answer: AdvisoryAnswer | undefined, asked: readonly string[]): boolean {
  if (answer === undefined) return false
  return !answer.ok || asked.every((version) => answer.asked?.includes(version) === true)
}

function lookUp(group: readonly Wanted[], io: DatasourceIo, workspace: Workspace): Promise<AdvisoryAnswer[]> {
  const requests = group.map(({ request }) => request)
  const [first] = group
  if (first === undefined || first.source === 'directory') return advisoriesInDirectory(requests, first?.directory ?? '', workspace)
  return advisorySources[first.source].lookUp(requests, io)
}

/** What was asked for before is asked for again with what is new: an answer is whole or it is none. */
function advisoriesWanted({ scopes }: Situation, known: Recording['advisories']): Wanted[] {
  const wanted = new Map<string, Omit<Wanted, 'request' | 'asked'> & { packages: readonly PackageName[]; versions: Set<string> }>()
  for (const scope of scopes) {
    const {
      securityAdvisoryCheck,
      advisorySource: source,
      advisoryDirectory: directory,
      dependabotAlerts: alerts,
    } = scope.resolved.policy.safety
    if (!securityAdvisoryCheck) continue
    for (const { component, versions } of versionsWanted(scope)) {
      const identity = identify(component)
      if (identity.kind !== 'known') continue
      const key = advisoryKey(source, directory, identity.packages)
      const entry = wanted.get(key) ?? {
        key,
        source,
        directory,
        alerts,
        packages: identity.packages,
        versions: new Set(askedIn(known[key])),
      }
      for (const text of versions) entry.versions.add(advisoryVersion(component, text))
      wanted.set(key, entry)
    }
  }
  return [...wanted.values()].map(({ packages, versions, ...rest }) => ({
    ...rest,
    asked: [...versions],
    request: requestOf(packages, versions),
  }))
}

function askedIn(answer: AdvisoryAnswer | undefined): readonly string[] {
  return answer?.ok === true ? (answer.asked ?? []) : []
}

/** From the second major on a module may have another name: each is asked for the versions that it may have. */
function requestOf(packages: readonly PackageName[], versions: ReadonlySet<string>): AdvisoryRequest {
  const named = new Map<string, { name: PackageName; versions: string[] }>()
  for (const version of versions) {
    for (const name of packagesAt(packages, version)) {
      const key = packageKey(name.ecosystem, name.package)
      const entry = named.get(key) ?? { name, versions: [] }
      entry.versions.push(version)
      named.set(key, entry)
    }
  }
  return { packages: [...named.values()].map((one) => ({ ...one.name, versions: one.versions })) }
}

/**
 * Both ends of every step. Besides, what stands still although something newer waits for a time that security does not wait for, and
 * whatever is pinned or locked: what it misses is told.
 */
function versionsWanted({ steps, resolution, selected }: ScopeSituation): { component: ResolvedComponent; versions: string[] }[] {
  const moving = steps.flatMap((step) => {
    const component = resolution.outcomes.get(step.component)?.component
    return component === undefined ? [] : [{ component, versions: [step.from, step.to] }]
  })
  const names = new Set(steps.map((step) => step.component))
  const standing = selected.flatMap(({ name }) => {
    const outcome = resolution.outcomes.get(name)
    if (outcome === undefined || outcome.current === null || names.has(name)) return []
    const { strategy } = outcome.component
    const waits = strategy === 'pinned' || strategy === 'locked' || outcome.held.some(({ code }) => WAITING.has(code))
    return waits ? [{ component: outcome.component, versions: [outcome.current] }] : []
  })
  return [...moving, ...standing]
}

/** What a fix does not wait for. */
const WAITING: ReadonlySet<HeldCode> = new Set(['too-young', 'no-date', 'lag', 'rolled-back'])

/** A record that cannot be read makes the answer none: it may be the one that matters. */
function compact(answer: AdvisoryAnswer | undefined, { packages }: AdvisoryRequest, versions: readonly string[]): AdvisoryAnswer {
  if (answer === undefined) return { ok: false, cause: { code: 'invalid-answer', message: 'there was no answer' } }
  if (!answer.ok) return answer
  const asked = new Set(packages.map((one) => packageKey(one.ecosystem, one.package)))
  const records = answer.records.map((json) => compactOsv(json, (ecosystem, name) => asked.has(packageKey(ecosystem, name))))
  if (records.every((record) => record !== null)) return { ...answer, records, asked: versions }
  return { ok: false, cause: { code: 'invalid-answer', message: 'an advisory was found whose record cannot be read' } }
}

/** What advisories say of one step, out of the recording. Pure. */
export function advisoriesOf(step: Step, scope: ScopeSituation, recording: Pick<Recording, 'advisories'>): Evidence['advisories'] {
  const outcome = scope.resolution.outcomes.get(step.component)
  if (outcome === undefined) return { state: 'missing', why: 'the component could not be resolved' }
  const { component } = outcome
  const identity = identify(component)
  if (identity.kind === 'none') return { state: 'none', why: identity.why }
  if (identity.kind === 'unnamed')
    return { state: 'missing', why: `${identity.why}; set \`advisories.purl\` (such as \`pkg:bitnami/redis\`), or \`advisories: false\`` }
  const { packages } = identity
  const { advisorySource, advisoryDirectory } = scope.resolved.policy.safety
  const answer = recording.advisories[advisoryKey(advisorySource, advisoryDirectory, packages)]
  if (answer === undefined) return { state: 'missing', why: 'they were not looked up' }
  if (!answer.ok) return { state: 'missing', why: answer.cause.message }
  const ends = [step.from, step.to].map((text) => advisoryVersion(component, text))
  if (answer.asked !== undefined && !ends.every((version) => answer.asked?.includes(version))) {
    return { state: 'missing', why: 'they were not looked up for this step' }
  }
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
    ...(answer.alerts === undefined ? {} : { alerts: answer.alerts }),
    ...(answer.notices === undefined ? {} : { notices: answer.notices }),
  }
}

/** For people: a repository by its address, and not once more as the Go module that it may be. */
function shownNames(packages: readonly PackageName[]): string[] {
  const repositories = packages.flatMap((one) => (one.ecosystem === 'GIT' ? [one.package.replace(/^https:\/\//, '')] : []))
  const others = packages.filter((one) => one.ecosystem !== 'GIT' && !(one.ecosystem === 'Go' && repositories.includes(one.package)))
  return [...others.map((one) => `${one.ecosystem} ${one.package}`), ...repositories]
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
