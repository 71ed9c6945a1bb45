import type { Release } from '../core/model/release.ts'
import type { Step } from '../core/model/upgrade.ts'
import type { AttestationEvidence, ProvenanceEvidence } from '../core/safety/evidence.ts'
import {
  type AttestationsAnswer,
  type BundlesAnswer,
  fetchAttestations,
  githubAttestations,
  imageAttestations,
} from '../datasources/attestations.ts'
import type { DatasourceIo } from '../datasources/contract.ts'
import type { AttestationVerdict, AttestationVerifier } from '../ports/attestations.ts'
import { type Attested, attestedIn, attestedKey } from './attested-content.ts'
import type { Connection } from './ports.ts'
import type { Recording } from './recording.ts'
import type { ScopeSituation, Situation } from './situation.ts'

type Attestations = Recording['attestations']

/** The release in force before a step, where upstream still lists it. */
export type CurrentOf = (step: Step, scope: ScopeSituation) => Release | null

/**
 * Attestations of what steps lead to, verified. Where there is none, the release in force is asked for, too: what it had and the target has
 * not is lost.
 */
export async function readAttestations(
  { scopes }: Situation,
  { io, attestations: verifier }: Connection,
  currentOf: CurrentOf,
): Promise<Attestations> {
  if (verifier === undefined) return {}
  const steps = scopes.flatMap((scope) => scope.steps.map((step) => ({ step, scope })))
  const targets = await verifyAll(
    steps.flatMap(({ step, scope }) => attestedOf(step, scope, step.toRelease)),
    io,
    verifier,
  )
  const bare = steps.filter(({ step, scope }) => worstOf(attestedOf(step, scope, step.toRelease), targets)?.state === 'none')
  const before = await verifyAll(
    bare.flatMap(({ step, scope }) => attestedOf(step, scope, currentOf(step, scope))),
    io,
    verifier,
  )
  return { ...before, ...targets }
}

/** The same of one step, out of the recording. */
export function attestationOf(
  step: Step,
  scope: ScopeSituation,
  current: Release | null,
  { attestations }: Pick<Recording, 'attestations'>,
): Pick<ProvenanceEvidence, 'attestation' | 'attestedBefore'> {
  const attestation = worstOf(attestedOf(step, scope, step.toRelease), attestations)
  if (attestation?.state !== 'none') return attestation === undefined ? {} : { attestation }
  const before = worstOf(attestedOf(step, scope, current), attestations)
  const had = current !== null && before !== undefined && before.state !== 'none' && before.state !== 'unknown'
  return { attestation, ...(had ? { attestedBefore: current.version } : {}) }
}

function attestedOf({ component: name }: Step, { resolution, pins }: ScopeSituation, release: Release | null): Attested[] {
  const component = resolution.outcomes.get(name)?.component
  if (component === undefined || release === null) return []
  return attestedIn(release, component, pins?.get(name)?.values.some((one) => one.digest) === true)
}

/** Worst first: one file that is not what it should be makes the release so. */
const ORDER = ['invalid', 'untrusted', 'unread', 'unknown', 'none', 'verified'] as const satisfies readonly AttestationEvidence['state'][]

function worstOf(contents: readonly Attested[], attestations: Attestations): AttestationEvidence | undefined {
  const found = contents.flatMap((one) => attestations[attestedKey(one)] ?? [])
  return found.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state))[0]
}

async function verifyAll(contents: readonly Attested[], io: DatasourceIo, verifier: AttestationVerifier): Promise<Attestations> {
  const wanted = [...new Map(contents.map((one) => [attestedKey(one), one])).values()]
  const packages = wanted.filter((one) => one.kind === 'npm')
  const files = wanted.filter((one) => one.kind === 'github')
  const images = wanted.filter((one) => one.kind === 'image')
  const requests = <T>(list: readonly { request: T }[]) => list.map(({ request }) => request)
  const [ofPackages, ofFiles, ofImages] = await Promise.all([
    fetchAttestations(requests(packages), io),
    githubAttestations(requests(files), io),
    imageAttestations(requests(images), io),
  ])
  const judged = await Promise.all([
    ...packages.map(async (one, at) => [attestedKey(one), await judgePackage(ofPackages[at], verifier)] as const),
    ...files.map(async (one, at) => [attestedKey(one), await judgeContent(ofFiles[at], one, verifier)] as const),
    ...images.map(async (one, at) => [attestedKey(one), await judgeContent(ofImages[at], one, verifier)] as const),
  ])
  return Object.fromEntries(judged)
}

/** One bundle that verifies and speaks of this very tarball is enough; one that was altered is enough to fail. */
async function judgePackage(answer: AttestationsAnswer | undefined, verifier: AttestationVerifier): Promise<AttestationEvidence> {
  if (answer === undefined || !answer.ok) return { state: 'unread', reason: answer?.cause.message ?? 'it was not asked for' }
  const judged = await Promise.all(answer.bundles.map(async (bundle) => ofPackage(answer, await verifier.verify(bundle))))
  return decisive(judged) ?? { state: 'unread', reason: 'the registry lists no attestation of the build' }
}

function ofPackage({ subject, sha512 }: Extract<AttestationsAnswer, { ok: true }>, verdict: AttestationVerdict): AttestationEvidence {
  if (verdict.state !== 'verified') return verdict
  const { subjects } = verdict.attestation
  const named = subjects.filter(({ name }) => name === subject)
  if (named.length === 0) return { state: 'invalid', reason: `it is about ${subjects[0]?.name ?? 'nothing'}, not ${subject}` }
  if (!named.some(({ digest }) => digest['sha512'] === sha512))
    return { state: 'invalid', reason: 'it is about another tarball than the registry serves' }
  return verified(verdict)
}

async function judgeContent(
  answer: BundlesAnswer | undefined,
  content: Exclude<Attested, { kind: 'npm' }>,
  verifier: AttestationVerifier,
): Promise<AttestationEvidence> {
  if (answer === undefined || !answer.ok) return { state: 'unknown', reason: answer?.cause.message ?? 'it was not asked for' }
  const judged = await Promise.all(answer.bundles.map(async (bundle) => ofContent(content, await verifier.verify(bundle))))
  return decisive(judged) ?? { state: 'none' }
}

function ofContent({ request, repository }: Exclude<Attested, { kind: 'npm' }>, verdict: AttestationVerdict): AttestationEvidence {
  if (verdict.state !== 'verified') return verdict
  const { subjects, source } = verdict.attestation
  if (!subjects.some(({ digest }) => `sha256:${digest['sha256'] ?? ''}` === request.digest))
    return { state: 'invalid', reason: 'it is about other content' }
  const built = URL.parse(source ?? '')
    ?.pathname.slice(1)
    .toLowerCase()
  // A project may have moved; whoever else built it is for a person to judge.
  if (repository !== undefined && built !== undefined && built !== repository.toLowerCase())
    return { state: 'untrusted', reason: `it was built from ${source}, not from ${repository}` }
  return verified(verdict)
}

function decisive(judged: readonly AttestationEvidence[]): AttestationEvidence | undefined {
  return judged.find(({ state }) => state === 'invalid') ?? judged.find(({ state }) => state === 'verified') ?? judged[0]
}

function verified({ attestation: { source, signer } }: Extract<AttestationVerdict, { state: 'verified' }>): AttestationEvidence {
  return { state: 'verified', ...(source === undefined ? {} : { source }), ...(signer === undefined ? {} : { signer }) }
}
