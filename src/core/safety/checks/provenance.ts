import type { Finding } from '../../model/finding.ts'
import type { Release } from '../../model/release.ts'
import type { Step } from '../../model/upgrade.ts'
import { clip, closing } from '../../resolution/phrases.ts'
import type { ArtifactEvidence, Evidence } from '../evidence.ts'
import type { Check } from './contract.ts'

const ID = 'provenance'

type Observation = Pick<Finding, 'verdict' | 'risk' | 'summary'>

/** Whether what will be installed is what upstream made: checksum, digest or commit, attestation of the build. */
export const provenance: Check<'provenance' | 'releases'> = {
  id: ID,
  label: 'Checksums and signatures of artifacts verified, content of digest and commit pins known, attestations that earlier releases had',
  needs: ['provenance', 'releases'],
  run(step, { provenance: known, releases }): Finding[] {
    const observed = [
      ...known.artifacts.map(ofArtifact),
      ...ofSignature(step, known.signature),
      ...ofAttestation(step, releases, known),
      ...ofContent(step, known.pinnedContent),
    ]
    const said: Observation[] =
      observed.length > 0
        ? observed
        : [{ verdict: 'pass', summary: `No checksum, digest or attestation of ${step.to} is asked for, pinned or lost.` }]
    return said.map((one) => ({ check: ID, ...one, evidence: [] }))
  },
}

function ofArtifact(artifact: ArtifactEvidence): Observation {
  const name = clip(artifact.name)
  switch (artifact.state) {
    case 'verified': {
      const how = artifact.by === 'forge' ? 'is that of the file that the forge holds' : 'is that of the file as downloaded'
      return { verdict: 'pass', summary: `The published ${artifact.algorithm} of ${name} ${how}: ${clip(artifact.hex)}.` }
    }
    case 'computed':
      return {
        verdict: 'warn',
        summary: `Upstream's checksum of ${name} is not named (\`download.checksum_file\`); the one for the pin is that of the file as it is now: ${clip(artifact.hex)}.`,
      }
    case 'mismatch':
      return {
        verdict: 'fail',
        risk: 'high',
        summary: `${name} is not what its published checksum says: ${clip(artifact.published)} is published, ${clip(artifact.actual)} was found.`,
      }
    case 'missing':
      return {
        verdict: 'fail',
        risk: 'high',
        summary: `The checksum of ${name} is asked for and upstream publishes none: ${closing(artifact.message)}`,
      }
    case 'unreadable':
      return { verdict: 'unknown', risk: 'medium', summary: `The checksum of ${name} could not be verified: ${closing(artifact.message)}` }
  }
}

/** A signature that the registry asks for is there and good, or something is wrong. */
function ofSignature({ to }: Step, signature: Evidence['provenance']['signature']): Observation[] {
  if (signature === undefined) return []
  switch (signature.state) {
    case 'verified': {
      const owner = signature.owner === undefined ? '' : ` of ${clip(signature.owner)}`
      return [{ verdict: 'pass', summary: `${clip(signature.file)} is signed by the key ${clip(signature.key)}${owner}.` }]
    }
    case 'missing':
      return [
        {
          verdict: 'fail',
          risk: 'high',
          summary: `The signature of ${to} is asked for and upstream publishes none: ${closing(signature.reason)}`,
        },
      ]
    case 'unreadable':
      return [{ verdict: 'unknown', risk: 'medium', summary: `The signature of ${to} could not be verified: ${closing(signature.reason)}` }]
    default:
      return [
        { verdict: 'fail', risk: 'high', summary: `The signature of ${clip(signature.file)} does not hold: ${closing(signature.reason)}` },
      ]
  }
}

/** Builds that were attested and no longer are: by whom was this one made? Where upstream says nothing of attestations, nothing follows. */
function ofAttestation(step: Step, { current, predecessors }: Evidence['releases'], known: Evidence['provenance']): Observation[] {
  const { attested } = step.toRelease
  const { attestation, attestedBefore } = known
  if (attested === true || (attestation !== undefined && attestation.state !== 'none')) return ofBundle(step, known)
  if (attestedBefore !== undefined) {
    const summary = `The build of ${clip(attestedBefore)} was attested, and nobody attested that of ${step.to}: provenance is lost.`
    return [{ verdict: 'fail', risk: 'high', summary }]
  }
  const before = [current, ...predecessors].filter((one): one is Release => one?.attested === true)
  const [last] = before
  if (attested !== false || last === undefined) return []
  const summary = `Upstream attested how ${clip(last.version)} was built, and does not for ${step.to}: provenance is lost.`
  return [{ verdict: 'fail', risk: 'high', summary }]
}

function ofBundle({ to }: Step, { attestation, strict }: Evidence['provenance']): Observation[] {
  const published = `Upstream publishes an attestation of how ${to} was built`
  switch (attestation?.state) {
    case 'verified': {
      const built = attestation.source === undefined ? '' : ` from ${clip(attestation.source)}`
      const signed = attestation.signer === undefined ? '' : `, signed by ${clip(attestation.signer)}`
      return [{ verdict: 'pass', summary: `The attestation of ${to} verifies: it was built${built}${signed}.` }]
    }
    case 'invalid':
      return [{ verdict: 'fail', risk: 'high', summary: `The attestation of ${to} is not true of it: ${closing(attestation.reason)}` }]
    case 'untrusted':
      return [
        {
          verdict: 'unknown',
          risk: 'medium',
          summary: `${published}, which cannot be trusted: ${closing(attestation.reason)}`,
        },
      ]
    case 'unread': {
      const summary = `${published}, which could not be read: ${closing(attestation.reason)}`
      return [strict ? { verdict: 'unknown', risk: 'medium', summary } : { verdict: 'pass', summary }]
    }
    case 'unknown': {
      const summary = `Whether the build of ${to} is attested could not be found out: ${closing(attestation.reason)}`
      return strict ? [{ verdict: 'unknown', risk: 'medium', summary }] : []
    }
    default:
      return [{ verdict: 'pass', summary: `${published}.` }]
  }
}

function ofContent({ to, toRelease: { digest, digests, commit } }: Step, pinned: boolean): Observation[] {
  if (pinned && digests !== undefined) {
    return [
      {
        verdict: 'pass',
        summary: `The pin moves to the hashes of ${digests.length === 1 ? 'the one file' : `all ${digests.length} files`} of ${to}.`,
      },
    ]
  }
  const content = digest ?? commit
  if (content !== undefined) {
    const kind = digest === undefined ? 'commit' : 'digest'
    return pinned ? [{ verdict: 'pass', summary: `The pin moves to the ${kind} of ${to}: ${clip(content)}.` }] : []
  }
  return pinned
    ? [{ verdict: 'unknown', risk: 'medium', summary: `The digest or commit of ${to}, which the pin carries, could not be read.` }]
    : []
}
