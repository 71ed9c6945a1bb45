import { git } from './git.ts'

const HEADER = /^([0-9a-f]{40,64}) blob (\d{1,12})\n/

/** Texts of many blobs in one process of git, by id. */
export async function readBlobs(root: string, ids: readonly string[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  if (ids.length === 0) return texts
  // Sizes are in bytes, so the answer is taken apart as bytes.
  let rest = Buffer.from(await git(root, ['cat-file', '--batch'], { input: `${ids.join('\n')}\n`, encoding: 'latin1' }), 'latin1')
  while (rest.length > 0) {
    const header = HEADER.exec(rest.subarray(0, 100).toString('latin1'))
    if (header === null) throw new Error(`git cat-file: ${rest.subarray(0, 100).toString('latin1')}`)
    const [whole, id = '', size] = header
    const end = whole.length + Number(size)
    texts.set(id, rest.subarray(whole.length, end).toString('utf8'))
    // A line break behind each.
    rest = rest.subarray(end + 1)
  }
  return texts
}
