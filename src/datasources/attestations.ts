import * as z from 'zod'
import type { Cause } from '../core/model/release.ts'
import { fetchJson } from './_fetch.ts'
import { baseOf } from './_packages.ts'
import type { DatasourceIo } from './contract.ts'

export { type AttestedFile, type BundlesAnswer, githubAttestations } from './github-attestations.ts'
export { type AttestedImage, imageAttestations } from './image-attestations.ts'

/** A version of an npm package that the registry says is attested. */
export interface AttestedPackage {
  component: string
  package: string
  version: string
  url?: string
}

/** The bundles that speak of the build, and what they must be about. */
export type AttestationsAnswer =
  | {
      ok: true
      bundles: readonly unknown[]
      /** Package URL that a subject must have. */
      subject: string
      /** Hex digest of the tarball, as the registry gives it to installers. */
      sha512: string
    }
  | { ok: false; cause: Cause }

const versionSchema = z.object({ dist: z.object({ integrity: z.string() }) })
const attestationsSchema = z.object({ attestations: z.array(z.object({ predicateType: z.string(), bundle: z.unknown() })).max(100) })

/** Attestations of how packages were built, by position. Never throws for a registry's failure. */
export function fetchAttestations(requests: readonly AttestedPackage[], io: DatasourceIo): Promise<AttestationsAnswer[]> {
  return Promise.all(requests.map((request) => attestationsOf(request, io)))
}

async function attestationsOf(request: AttestedPackage, io: DatasourceIo): Promise<AttestationsAnswer> {
  const { package: name, version } = request
  const scope = name.startsWith('@') ? io.baseUrl(`npm:${name.split('/')[0]}`) : ''
  const base = request.url === undefined && scope !== '' ? scope : baseOf({ ...request, source: {} }, 'npm', io)
  if (typeof base !== 'string') return base.ok ? { ok: false, cause: { code: 'invalid-query', message: 'no address' } } : base
  const what = `${name}@${version}`
  const path = name.replace('/', '%2f')
  const ask = <T>(tail: string, schema: z.ZodType<T>) => fetchJson(io.http, { url: `${base}/${tail}`, service: 'npm' }, schema, what)
  const [meta, list] = await Promise.all([
    ask(`${path}/${encodeURIComponent(version)}`, versionSchema),
    ask(`-/npm/v1/attestations/${path}@${encodeURIComponent(version)}`, attestationsSchema),
  ])
  if (!meta.ok) return { ok: false, cause: meta.cause }
  if (!list.ok) return { ok: false, cause: list.cause }
  const integrity = /(?:^|\s)sha512-([A-Za-z0-9+/]{86}==)(?:\s|$)/.exec(meta.value.dist.integrity)?.[1]
  if (integrity === undefined) return { ok: false, cause: { code: 'invalid-answer', message: `${what} has no SHA-512 to compare with` } }
  const bundles = list.value.attestations.filter(({ predicateType }) => predicateType.startsWith('https://slsa.dev/provenance/'))
  return {
    ok: true,
    bundles: bundles.map(({ bundle }) => bundle),
    subject: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    sha512: hexOf(integrity),
  }
}

function hexOf(base64: string): string {
  return Array.from(atob(base64), (char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join('')
}
