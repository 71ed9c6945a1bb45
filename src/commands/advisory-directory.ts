import { packageKey } from '../core/advisories/ecosystems.ts'
import { type OsvRecord, readOsvRecord } from '../core/advisories/osv-record.ts'
import { recordsOf } from '../core/advisories/read-file.ts'
import type { AdvisoryAnswer } from '../core/model/advisory-answer.ts'
import type { AdvisoryRequest } from '../datasources/advisories/contract.ts'
import type { Workspace } from '../ports/workspace.ts'

/** A record with the JSON that it was read from. */
interface Kept {
  json: unknown
  record: OsvRecord
}

/**
 * Advisories that the repository itself keeps, as OSV records in JSON files below a folder: for use without a network. Broken files are
 * said and left out, each request gets the records that name one of its packages. Without any file the answer is a failure, for an empty
 * folder is more likely a mistake than a world without advisories.
 */
export async function advisoriesInDirectory(
  requests: readonly AdvisoryRequest[],
  directory: string,
  workspace: Workspace,
): Promise<AdvisoryAnswer[]> {
  const paths = (await workspace.list()).filter((path) => path.startsWith(`${directory}/`) && path.endsWith('.json'))
  if (paths.length === 0) {
    const message = `there are no OSV records in ${directory}, which \`safety.advisory_directory\` names`
    return requests.map(() => ({ ok: false, cause: { code: 'not-found', message } }))
  }
  const { kept, broken } = readAll([...(await workspace.read(paths))].map(([path, file]) => ({ path, text: file?.text ?? null })))
  const notices =
    broken.length === 0 ? [] : [`${broken.length} of ${paths.length} files of ${directory} could not be read, such as ${broken[0]}`]
  const byKey = new Map<string, Kept[]>()
  for (const one of kept) {
    for (const key of new Set(one.record.affected.map((affected) => packageKey(affected.ecosystem, affected.package)))) {
      byKey.set(key, [...(byKey.get(key) ?? []), one])
    }
  }
  return requests.map(({ packages }) => {
    const named = packages.flatMap((one) => byKey.get(packageKey(one.ecosystem, one.package)) ?? [])
    return { ok: true, records: [...new Set(named.map(({ json }) => json))], origin: 'manifest', ...(notices.length > 0 && { notices }) }
  })
}

function readAll(files: readonly { path: string; text: string | null }[]): { kept: Kept[]; broken: string[] } {
  const kept: Kept[] = []
  const broken: string[] = []
  for (const { path, text } of files) {
    const found = text === null ? null : recordsOf(text)
    const read = (found ?? []).map((json) => ({ json, result: readOsvRecord(json) }))
    for (const { json, result } of read) if (result.ok) kept.push({ json, record: result.record })
    if (found === null || read.some(({ result }) => !result.ok)) broken.push(path)
  }
  return { kept, broken }
}
