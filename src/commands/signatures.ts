import type { Asset, Release } from '../core/model/release.ts'
import type { Step } from '../core/model/upgrade.ts'
import type { ResolvedComponent } from '../core/registry/resolved.ts'
import { fill, isWanted, wantedAssets } from '../core/resolution/asset-names.ts'
import type { SignatureEvidence } from '../core/safety/evidence.ts'
import { fetchFile } from '../datasources/artifacts.ts'
import type { DatasourceIo } from '../datasources/contract.ts'
import type { SignatureVerifier } from '../ports/signatures.ts'
import type { Workspace } from '../ports/workspace.ts'
import type { Connection } from './ports.ts'
import type { Recording } from './recording.ts'
import type { ScopeSituation, Situation } from './situation.ts'

/** What is signed, and by what. */
interface Signed {
  /** Null where the signature holds its text itself. */
  file: Asset | null
  signature: Asset
}

/** Endings that release pages give to signatures. */
const ENDINGS = ['.asc', '.sig', '.gpg', '.sign']
/** What is signed is held in memory; lists of checksums are small. */
const MOST_BYTES = 64 * 1024 ** 2
const CLEAR_SIGNED = '-----BEGIN PGP SIGNED MESSAGE-----'

/** Signatures of what steps lead to, verified, where `download.gpg_signature` asks for it. */
export async function readSignatures(
  { scopes }: Situation,
  { io, signatures: verifier }: Connection,
  workspace: Workspace,
): Promise<Record<string, SignatureEvidence>> {
  const wanted = new Map<string, { release: Release; component: ResolvedComponent }>()
  for (const scope of scopes) {
    for (const step of scope.steps) {
      const component = scope.resolution.outcomes.get(step.component)?.component
      if (component !== undefined && isAsked(component)) wanted.set(keyOf(step, scope), { release: step.toRelease, component })
    }
  }
  const rows = [...wanted].map(async ([key, { release, component }]) => {
    return [key, await verify(release, component, { io, verifier, workspace })] as const
  })
  return Object.fromEntries(await Promise.all(rows))
}

/** The same of one step, out of the recording. */
export function signatureOf(
  step: Step,
  scope: ScopeSituation,
  { signatures = {} }: Pick<Recording, 'signatures'>,
): { signature?: SignatureEvidence } {
  const component = scope.resolution.outcomes.get(step.component)?.component
  if (component === undefined || !isAsked(component)) return {}
  return { signature: signatures[keyOf(step, scope)] ?? { state: 'unreadable', reason: 'it was not asked for' } }
}

interface Means {
  io: DatasourceIo
  verifier: SignatureVerifier | undefined
  workspace: Workspace
}

async function verify(release: Release, component: ResolvedComponent, { io, verifier, workspace }: Means): Promise<SignatureEvidence> {
  if (verifier === undefined) return { state: 'unreadable', reason: 'nothing is here to verify it with' }
  if (release.assets === undefined) return { state: 'unreadable', reason: 'upstream does not list the files of this release' }
  const signed = signedIn(release, component)
  if (signed === null) return { state: 'missing', reason: `${release.version} has no file with a signature` }
  const keys = await keysOf(component, workspace)
  if ('reason' in keys) return { state: 'unreadable', ...keys }
  const [signature, data] = await Promise.all([
    fetchFile(signed.signature, MOST_BYTES, io),
    signed.file === null ? null : fetchFile(signed.file, MOST_BYTES, io),
  ])
  if ('message' in signature) return { state: 'unreadable', reason: signature.message }
  if (data !== null && 'message' in data) return { state: 'unreadable', reason: data.message }
  const isClear = atob(signature.base64.slice(0, 400)).startsWith(CLEAR_SIGNED)
  if (data === null && !isClear)
    return { state: 'missing', reason: `${signed.signature.name} is not signed, and nothing beside it is a signature` }
  const verdict = await verifier.verify({ data: isClear ? null : (data?.base64 ?? null), signature: signature.base64, keys: keys.armoured })
  return { ...verdict, file: isClear ? signed.signature.name : (signed.file?.name ?? signed.signature.name) }
}

/**
 * The signature that `download.gpg_signature` names, or one beside the list of checksums, or beside the file itself; what it signs bears its
 * name without the ending. A list of checksums may be signed in itself.
 */
function signedIn(release: Release, component: ResolvedComponent): Signed | null {
  const { gpgSignature, checksumFile, archivePattern } = component.download ?? {}
  const assets = release.assets ?? []
  const named = (name: string) => assets.find((asset) => asset.name === name)
  const wanted = archivePattern === undefined ? [] : wantedAssets(archivePattern, component.constraints.architecture)
  const files = wanted.flatMap(({ spellings }) => assets.find((asset) => isWanted(asset, spellings, release)) ?? [])
  const ofAsset = (pattern: string) =>
    /\{ASSET\}/i.test(pattern) ? files.map(({ name }) => pattern.replaceAll(/\{ASSET\}/gi, () => name)) : [pattern]
  const filled = (pattern: string) => ofAsset(pattern).flatMap((one) => fill(one, release))
  const sums = checksumFile === undefined ? [] : filled(checksumFile).flatMap((name) => named(name) ?? [])
  const candidates =
    typeof gpgSignature === 'string'
      ? filled(gpgSignature)
      : [...sums, ...files].flatMap(({ name }) => ENDINGS.map((ending) => `${name}${ending}`))
  const signature = candidates.flatMap((name) => named(name) ?? [])[0]
  if (signature !== undefined) return { signature, file: named(signature.name.replace(/\.[^.]+$/, '')) ?? null }
  return typeof gpgSignature === 'string' || sums[0] === undefined ? null : { signature: sums[0], file: null }
}

/** Keys as they are written, or out of the files of the repository that are named. */
async function keysOf({ download }: ResolvedComponent, workspace: Workspace): Promise<{ armoured: string[] } | { reason: string }> {
  const written = download?.gpgKeys ?? []
  if (written.length === 0) return { reason: '`download.gpg_keys` names no key that it may be made by' }
  const paths = written.filter((one) => !one.includes('-----BEGIN'))
  const files = paths.length === 0 ? new Map() : await workspace.read(paths)
  const lost = paths.find((path) => files.get(path) == null)
  if (lost !== undefined) return { reason: `there is no ${lost}, which \`download.gpg_keys\` names` }
  return { armoured: written.map((one) => files.get(one)?.text ?? one) }
}

function isAsked({ download }: ResolvedComponent): boolean {
  return download?.gpgSignature !== undefined && download.gpgSignature !== false
}

function keyOf(step: Step, scope: ScopeSituation): string {
  return JSON.stringify([scope.keys.get(step.component) ?? '', step.toRelease.tag])
}
