import type { Asset } from '../core/model/release.ts'
import { checksumFor, parseChecksums } from '../core/text/checksums.ts'
import type { HttpRequest } from '../ports/http.ts'
import { fetchText } from './_fetch.ts'
import type { DatasourceIo } from './contract.ts'

/** One file of a release, and the file that is to hold its checksum. */
export interface ArtifactRequest {
  artifact: Asset
  /** Null where the component names none: then the checksum is that of the download itself. */
  checksumFile: Asset | null
}

/** What came of it. `hex` is what may be written beside the pin. */
export type ArtifactAnswer = { name: string } & (
  | {
      state: 'verified' | 'computed'
      algorithm: 'sha256' | 'sha512'
      hex: string
      /** `download`: the file itself was hashed. `forge`: the forge states the hash of what was uploaded. */
      by: 'download' | 'forge'
    }
  | { state: 'mismatch'; published: string; actual: string; by: 'download' | 'forge' }
  /** Upstream publishes no checksum of it. */
  | { state: 'missing'; message: string }
  /** It could not be read now. */
  | { state: 'unreadable'; message: string }
)

/** Archives are large; nothing of them is held in memory. */
const MOST_BYTES = 4 * 1024 ** 3
const MOST_BYTES_OF_CHECKSUMS = 2 * 1024 ** 2

/** Checksums of artifacts, by position, each verified against the file itself. Never throws for an upstream's failure. */
export function verifyArtifacts(requests: readonly ArtifactRequest[], io: DatasourceIo): Promise<ArtifactAnswer[]> {
  return Promise.all(requests.map((request) => verifyArtifact(request, io)))
}

async function verifyArtifact({ artifact, checksumFile }: ArtifactRequest, io: DatasourceIo): Promise<ArtifactAnswer> {
  const { name } = artifact
  if (checksumFile === null) {
    const actual = await hashOf(artifact, 'sha256', io)
    return 'message' in actual ? { name, state: 'unreadable', ...actual } : { name, state: 'computed', algorithm: 'sha256', ...actual }
  }
  const text = await download(checksumFile, { maxBytes: MOST_BYTES_OF_CHECKSUMS }, io)
  if (typeof text !== 'string') return { name, state: 'unreadable', ...text }
  const published = checksumFor(parseChecksums(text), name, checksumFile.name)
  if (published === null) return { name, state: 'missing', message: `${checksumFile.name} holds no single SHA-256 or SHA-512 of ${name}` }
  const actual = await hashOf(artifact, published.algorithm, io)
  if ('message' in actual) return { name, state: 'unreadable', ...actual }
  const { algorithm, hex } = published
  if (actual.hex !== hex) return { name, state: 'mismatch', published: hex, actual: actual.hex, by: actual.by }
  return { name, state: 'verified', algorithm, ...actual }
}

/** A file of a release as it is, in base64; why not, where it cannot be had. */
export async function fetchFile(asset: Asset, maxBytes: number, io: DatasourceIo): Promise<{ base64: string } | { message: string }> {
  if (asset.size !== undefined && asset.size > maxBytes) return { message: `${asset.name} is too large to be looked at here` }
  const answer = await download(asset, { bytes: true, cacheKey: 'bytes', maxBytes }, io)
  return typeof answer === 'string' ? { base64: answer } : answer
}

/** The hash that the forge states, else that of the file as it is downloaded now. */
async function hashOf(
  artifact: Asset,
  algorithm: 'sha256' | 'sha512',
  io: DatasourceIo,
): Promise<{ hex: string; by: 'download' | 'forge' } | { message: string }> {
  const stated = artifact.digest?.toLowerCase()
  if (stated?.startsWith(`${algorithm}:`) === true) return { hex: stated.slice(algorithm.length + 1), by: 'forge' }
  const hex = await download(artifact, { fold: algorithm, cacheKey: algorithm, maxBytes: MOST_BYTES }, io)
  if (typeof hex !== 'string') return hex
  return /^[0-9a-f]{64,128}$/.test(hex) ? { hex, by: 'download' } : { message: `${artifact.name} could not be hashed` }
}

async function download(asset: Asset, how: Partial<HttpRequest>, io: DatasourceIo): Promise<string | { message: string }> {
  if (asset.url === undefined) return { message: `upstream gives no address of ${asset.name}` }
  const answer = await fetchText(io.http, { url: asset.url, service: 'github-releases', ...how }, asset.name)
  return answer.ok ? answer.value : { message: answer.cause.message }
}
