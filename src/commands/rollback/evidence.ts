import type { Release } from '../../core/model/release.ts'
import type { Step } from '../../core/model/upgrade.ts'
import type { ResolvedComponent } from '../../core/registry/resolved.ts'
import { readReleases } from '../../core/resolution/reading.ts'
import type { UpstreamView } from '../../core/rollback/facts.ts'
import { same } from '../../core/rollback/target.ts'
import type { Evidence } from '../../core/safety/evidence.ts'
import { advisoriesOf, readAdvisories } from '../advisories.ts'
import { checksumOf, readArtifacts } from '../artifacts.ts'
import { withDigests } from '../digests.ts'
import { discover } from '../discover.ts'
import { withFiles } from '../gather.ts'
import type { Ports } from '../ports.ts'
import { emptyRecording, type Recording } from '../recording.ts'
import { type ScopeSituation, situate } from '../situation.ts'
import type { BaseReading, PinsReading } from './read.ts'

/** One component that is to go somewhere. */
export interface WantedStep {
  component: ResolvedComponent
  from: string
  to: string
}

/** What upstream and the databases of advisories say of one step. */
export interface StepReading {
  release: Release | null
  upstream: UpstreamView
  checksum: string | null
  advisories: Evidence['advisories']
}

/**
 * Asks upstream whether the targets still are what they were, and whether they are vulnerable. An upstream that does not answer keeps
 * nobody from going back: that is said instead.
 */
export async function readEvidence(
  ports: Ports,
  { workspace, registryFile, base }: BaseReading,
  { scope, files, paths }: PinsReading,
  steps: readonly WantedStep[],
): Promise<Map<string, StepReading>> {
  const recording = emptyRecording({
    now: ports.clock.now(),
    request: { registry: registryFile.path, environment: null, components: [] },
    repository: null,
    base,
    files: [...files.values()],
    paths: [...paths],
  })
  const connection = withFiles(ports.connect(scope.resolved.policy), workspace)
  try {
    recording.answers = await discover(
      steps.map(({ component, from, to }) => ({ component, current: [from, to] })),
      connection.io,
      ports.log,
    )
    let situation = withSteps(recording, scope, steps)
    const digested = await withDigests(recording.answers, { ...situation.whole, scopes: [situation.scope] }, connection.io)
    if (digested !== recording.answers) {
      recording.answers = digested
      situation = withSteps(recording, scope, steps)
    }
    const asked = { ...situation.whole, scopes: [situation.scope] }
    const [advisories, artifacts] = await Promise.all([
      readAdvisories(asked, {}, connection.io, workspace),
      readArtifacts(asked, connection.io),
    ])
    Object.assign(recording, { advisories, artifacts })
    return new Map(situation.scope.steps.map((step) => [step.component, readingOf(step, situation.scope, recording)]))
  } finally {
    connection.close()
  }
}

/** Components without a step stand where they are: nothing is asked about them. */
function withSteps(recording: Recording, pinned: PinsReading['scope'], steps: readonly WantedStep[]) {
  const moving = new Set(steps.map(({ component }) => component.name))
  const components = pinned.resolved.components.map(({ inherited: _, ...one }) =>
    moving.has(one.name) ? one : { ...one, inherited: true as const },
  )
  const selected = components.filter((one) => moving.has(one.name))
  const whole = situate(recording, [{ ...pinned, selected, resolved: { ...pinned.resolved, components } }])
  const [scope] = whole.scopes
  if (scope === undefined) throw new Error('a scope that is given is situated')
  return { whole, scope: { ...scope, steps: steps.map((step) => stepOf(step, scope, recording)) } }
}

function stepOf({ component, from, to }: WantedStep, scope: ScopeSituation, recording: Recording): Step {
  const listed = listedAs(component, to, scope, recording)
  return {
    component: component.name,
    environment: scope.name,
    from,
    currentFrom: 'pin',
    to,
    toRelease: listed ?? { tag: to, version: to },
    lane: 'safe',
    distance: 'other',
  }
}

function listedAs(component: ResolvedComponent, version: string, scope: ScopeSituation, recording: Recording): Release | null {
  const answer = recording.answers[scope.keys.get(component.name) ?? '']
  const outcome = scope.resolution.outcomes.get(component.name)
  if (answer?.ok !== true || outcome === undefined) return null
  const { versioning } = outcome
  const reading = readReleases({
    component: outcome.component,
    releases: answer.releases,
    current: version,
    versioning,
    now: recording.now,
  })
  return reading.currentRelease ?? reading.read.find(({ release }) => same(release.version, version, versioning))?.release ?? null
}

function readingOf(step: Step, scope: ScopeSituation, recording: Recording): StepReading {
  const component = scope.resolved.components.find((one) => one.name === step.component)
  const release = component === undefined ? null : listedAs(component, step.to, scope, recording)
  return {
    release,
    upstream: upstreamView(release, component, recording.answers[scope.keys.get(step.component) ?? '']),
    checksum: checksumOf(step, scope, recording),
    advisories: scope.resolved.policy.safety.securityAdvisoryCheck
      ? advisoriesOf(step, scope, recording)
      : { state: 'none', why: '`safety.security_advisory_check` is off' },
  }
}

function upstreamView(
  release: Release | null,
  component: ResolvedComponent | undefined,
  answer: Recording['answers'][string] | undefined,
): UpstreamView {
  if (component?.source == null) return { state: 'unknown', why: 'the component names no source' }
  if (answer === undefined) return { state: 'unknown', why: 'upstream was not asked' }
  if (!answer.ok) return { state: 'unknown', why: answer.cause.message.replace(/\.$/, '') }
  if (release === null) {
    const [notice] = answer.notices ?? []
    return notice === undefined ? { state: 'missing' } : { state: 'unknown', why: `the list of upstream is not whole (${notice})` }
  }
  const digest = release.digest ?? release.commit
  return {
    state: 'listed',
    ...(release.yanked === undefined ? {} : { yanked: release.yanked }),
    ...(digest === undefined ? {} : { digest }),
  }
}
