import type { Problem } from '../core/model/problems.ts'
import type { Release } from '../core/model/release.ts'
import type { Step } from '../core/model/upgrade.ts'
import type { Policy, ResolvedComponent } from '../core/registry/resolved.ts'
import { fill, isWanted, wantedAssets } from '../core/resolution/asset-names.ts'
import type { ArtifactEvidence } from '../core/safety/evidence.ts'
import { type ArtifactRequest, verifyArtifacts } from '../datasources/artifacts.ts'
import type { DatasourceIo } from '../datasources/contract.ts'
import type { Recording } from './recording.ts'
import type { ScopeSituation, Situation } from './situation.ts'

/** What is to be verified of one step, or why it cannot be. */
type Wanted = { name: string } & ({ request: ArtifactRequest } | { state: 'missing' | 'unreadable'; message: string })

/** Checksums of the artifacts that steps lead to, asked only where the policy or a pin wants them: each may cost a download. */
export async function readArtifacts(situation: Situation, io: DatasourceIo): Promise<Record<string, ArtifactEvidence>> {
  const requests = new Map<string, ArtifactRequest>()
  for (const scope of situation.scopes) {
    for (const step of scope.steps) {
      for (const one of wantedOf(step, scope)) if ('request' in one) requests.set(keyOf(step, scope, one.name), one.request)
    }
  }
  const answers = await verifyArtifacts([...requests.values()], io)
  return Object.fromEntries([...requests.keys()].flatMap((key, index) => (answers[index] === undefined ? [] : [[key, answers[index]]])))
}

/** The same of one step, out of the recording. */
export function artifactsOf(step: Step, scope: ScopeSituation, { artifacts }: Pick<Recording, 'artifacts'>): ArtifactEvidence[] {
  return wantedOf(step, scope).map((one) => {
    if ('state' in one) return one
    return artifacts[keyOf(step, scope, one.name)] ?? { name: one.name, state: 'unreadable', message: 'it was not asked for' }
  })
}

/** The checksum to write beside the pins of a step: that of its one artifact. Null where there is none, or more than one. */
export function checksumOf(step: Step, scope: ScopeSituation, recording: Pick<Recording, 'artifacts'>): string | null {
  const [artifact, ...others] = artifactsOf(step, scope, recording)
  return artifact !== undefined && others.length === 0 && 'hex' in artifact ? artifact.hex : null
}

/** A checksum beside the version must move with it, and be of the same kind; a step that would leave the old one is not proposed. */
export function checksumProblem(step: Step, scope: ScopeSituation, recording: Pick<Recording, 'artifacts'>): Problem[] {
  const place = scope.pins.get(step.component)?.values.find((one) => one.checksum !== undefined)
  if (place?.checksum === undefined) return []
  const checksum = checksumOf(step, scope, recording)
  if (checksum !== null && checksum.length === place.checksum.replace(/^sha(?:256|512):/, '').length) return []
  const at = { file: place.file, line: place.line, column: place.column }
  const artifacts = artifactsOf(step, scope, recording)
  const why =
    artifacts.length > 1
      ? `${step.to} has ${artifacts.length} artifacts, and the pin one checksum`
      : `none of the kind that stands here is known for ${step.to}`
  const message = `A checksum stands beside the version of ${step.component} here, and ${why}.`
  const help = 'Name one artifact in `download.archive_pattern` and its `download.checksum_file`, or take `checksum` out of the pin.'
  return [{ code: 'pin-refused', message, at, help }]
}

function wantedOf(step: Step, scope: ScopeSituation): Wanted[] {
  const component = scope.resolution.outcomes.get(step.component)?.component
  if (component === undefined || !isWantedBy(component, scope)) return []
  const pattern = component.download?.archivePattern
  const release = step.toRelease
  if (pattern === undefined)
    return [{ name: component.name, state: 'missing', message: '`download.archive_pattern` does not say which file is meant' }]
  const checksumFile = component.download?.checksumFile
  return wantedAssets(pattern, component.constraints.architecture).map(({ spellings }) => {
    const artifact = release.assets?.find((asset) => isWanted(asset, spellings, release))
    const name = artifact?.name ?? fill(spellings[0] ?? pattern, release)[0] ?? pattern
    if (release.assets === undefined) return { name, state: 'unreadable', message: 'upstream does not list the files of this release' }
    if (artifact === undefined) return { name, state: 'missing', message: 'there is no such file' }
    if (checksumFile === undefined) return { name, request: { artifact, checksumFile: null } }
    const sums = checksumAsset(checksumFile, name, release)
    return sums === undefined
      ? { name, state: 'missing', message: `there is no ${checksumFile}` }
      : { name, request: { artifact, checksumFile: sums } }
  })
}

/** `{ASSET}` in the name of the checksum file stands for the artifact's own: `{ASSET}.sha256`. */
function checksumAsset(pattern: string, artifact: string, release: Release) {
  const names = fill(
    pattern.replaceAll(/\{ASSET\}/gi, () => artifact),
    release,
  )
  return release.assets?.find(({ name }) => names.includes(name))
}

/** The policy speaks of artifacts: components without `download` have none that Pinwarden knows of. */
function isWantedBy({ name, download }: ResolvedComponent, { resolved, pins }: ScopeSituation): boolean {
  const policy: Policy = resolved.policy
  if (policy.safety.requireChecksumVerification && download?.archivePattern !== undefined) return true
  // A signed list of checksums proves nothing of files that nobody compares with it.
  if (download?.gpgSignature !== undefined && download.gpgSignature !== false && download.checksumFile !== undefined) return true
  return pins.get(name)?.values.some((one) => one.checksum !== undefined) === true
}

function keyOf(step: Step, scope: ScopeSituation, artifact: string): string {
  return JSON.stringify([scope.keys.get(step.component) ?? '', step.toRelease.tag, artifact])
}
