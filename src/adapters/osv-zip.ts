import type { Readable } from 'node:stream'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { fail } from '../core/model/problems.ts'
import type { AdvisoryFile } from '../ports/advisories.ts'

/**
 * Every JSON file of a zip archive, one at a time, in the archive's order; nothing is written anywhere, so names are only names. Entries of
 * more than `maxSize` bytes are reported and not unpacked; the library stops one that unpacks to more than it says.
 * @throws ProblemError `usage` where the file is no zip archive
 */
export async function* readOsvZip(path: string, maxSize: number): AsyncGenerator<AdvisoryFile> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: false }).catch((error: Error) => error)
  if (zip instanceof Error)
    return fail('usage', `Cannot read ${path}: ${zip.message}.`, { help: 'Name a folder of OSV JSON files or a zip of them.' })
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileNameRaw.toString('utf8')
      if (name.endsWith('.json')) yield await readEntry(zip, entry, name, maxSize)
    }
  } catch (error) {
    yield { name: path, problem: `the archive breaks off: ${error instanceof Error ? error.message : String(error)}` }
  } finally {
    zip.close()
  }
}

async function readEntry(zip: ZipFile, entry: Entry, name: string, maxSize: number): Promise<AdvisoryFile> {
  if (entry.uncompressedSize > maxSize) return { name, problem: `larger than ${maxSize / 1024 / 1024} MiB` }
  if (entry.isEncrypted()) return { name, problem: 'it is encrypted' }
  try {
    return { name, text: await textOf(await zip.openReadStreamPromise(entry)) }
  } catch (error) {
    return { name, problem: error instanceof Error ? error.message : String(error) }
  }
}

async function textOf(stream: Readable): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}
