import type { Step } from '../core/model/upgrade.ts'
import type { AttestationEvidence } from '../core/safety/evidence.ts'
import { type AttestationsAnswer, type AttestedPackage, fetchAttestations } from '../datasources/attestations.ts'
import type { AttestationVerdict, AttestationVerifier } from '../ports/attestations.ts'
import type { Connection } from './ports.ts'
import type { Recording } from './recording.ts'
import type { ScopeSituation, Situation } from './situation.ts'

/** Attestations of the packages that steps lead to, where their registry says that there are some, verified. */
export async function readAttestations(
  situation: Situation,
  { io, attestations: verifier }: Connection,
): Promise<Record<string, AttestationEvidence>> {
  if (verifier === undefined) return {}
  const wanted = new Map<string, AttestedPackage>()
  for (const scope of situation.scopes) {
    for (const step of scope.steps) {
      const request = requestOf(step, scope)
      if (request !== null) wanted.set(keyOf(request), request)
    }
  }
  const requests = [...wanted.values()]
  const answers = await fetchAttestations(requests, io)
  const judged = await Promise.all(requests.map(async (request, index) => [keyOf(request), await judge(answers[index], verifier)] as const))
  return Object.fromEntries(judged)
}

/** The same of one step, out of the recording. */
export function attestationOf(
  step: Step,
  scope: ScopeSituation,
  { attestations }: Pick<Recording, 'attestations'>,
): { attestation?: AttestationEvidence } {
  const request = requestOf(step, scope)
  const attestation = request === null ? undefined : attestations[keyOf(request)]
  return attestation === undefined ? {} : { attestation }
}

/** One bundle that verifies and speaks of this very tarball is enough; one that was altered is enough to fail. */
async function judge(answer: AttestationsAnswer | undefined, verifier: AttestationVerifier): Promise<AttestationEvidence> {
  if (answer === undefined || !answer.ok) return { state: 'unread', reason: answer?.cause.message ?? 'it was not asked for' }
  const judged = await Promise.all(answer.bundles.map(async (bundle) => comparedWith(answer, await verifier.verify(bundle))))
  const [first] = judged
  if (first === undefined) return { state: 'unread', reason: 'the registry lists no attestation of the build' }
  return judged.find(({ state }) => state === 'invalid') ?? judged.find(({ state }) => state === 'verified') ?? first
}

function comparedWith({ subject, sha512 }: Extract<AttestationsAnswer, { ok: true }>, verdict: AttestationVerdict): AttestationEvidence {
  if (verdict.state !== 'verified') return verdict
  const { subjects, source, signer } = verdict.attestation
  const named = subjects.filter(({ name }) => name === subject)
  if (named.length === 0) return { state: 'invalid', reason: `it is about ${subjects[0]?.name ?? 'nothing'}, not ${subject}` }
  if (!named.some(({ digest }) => digest['sha512'] === sha512))
    return { state: 'invalid', reason: 'it is about another tarball than the registry serves' }
  return { state: 'verified', ...(source === undefined ? {} : { source }), ...(signer === undefined ? {} : { signer }) }
}

function requestOf(step: Step, scope: ScopeSituation): AttestedPackage | null {
  const source = scope.resolution.outcomes.get(step.component)?.component.source
  if (source?.datasource !== 'npm' || step.toRelease.attested !== true) return null
  return {
    component: step.component,
    package: source.package,
    version: step.toRelease.version,
    ...(source.url === undefined ? {} : { url: source.url }),
  }
}

function keyOf({ package: name, version, url = '' }: AttestedPackage): string {
  return JSON.stringify(['npm', url, name, version])
}
