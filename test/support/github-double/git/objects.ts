import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import type { ObjectType } from './cat-file.ts'
import type { CommitInfo, NewCommit, Signature, TagInfo, TreeEntry } from './store.ts'

/** Stands where GitHub's own signature stands in a commit that its API made; only the double writes it. */
const signature = ['-----BEGIN PGP SIGNATURE-----', '', 'github-double', '-----END PGP SIGNATURE-----']

let temporary = 0

export function hashObject(type: ObjectType, body: Buffer): string {
  return createHash('sha1').update(`${type} ${body.length}\0`).update(body).digest('hex')
}

/** Writes a loose object as git does, without a process: header and body deflated under the sha-1 of both. */
export function writeObject(directory: string, type: ObjectType, body: Buffer): string {
  const sha = hashObject(type, body)
  const folder = join(directory, 'objects', sha.slice(0, 2))
  const path = join(folder, sha.slice(2))
  if (existsSync(path)) return sha
  mkdirSync(folder, { recursive: true })
  temporary += 1
  const draft = join(folder, `tmp_obj_${process.pid}_${temporary}`)
  writeFileSync(draft, deflateSync(Buffer.concat([Buffer.from(`${type} ${body.length}\0`), body]), { level: 1 }), { mode: 0o444 })
  renameSync(draft, path)
  return sha
}

export function parseTree(body: Buffer): TreeEntry[] {
  const entries: TreeEntry[] = []
  let at = 0
  while (at < body.length) {
    const space = body.indexOf(32, at)
    const end = body.indexOf(0, space)
    const mode = body.subarray(at, space).toString().padStart(6, '0')
    const type = mode === '040000' ? 'tree' : mode === '160000' ? 'commit' : 'blob'
    entries.push({ path: body.subarray(space + 1, end).toString(), mode, type, sha: body.subarray(end + 1, end + 21).toString('hex') })
    at = end + 21
  }
  return entries
}

export function serialiseTree(entries: readonly TreeEntry[]): Buffer {
  // Git sorts a directory as if its name ended in a slash.
  const key = (entry: TreeEntry) => Buffer.from(entry.type === 'tree' ? `${entry.path}/` : entry.path)
  const sorted = [...entries].sort((a, b) => Buffer.compare(key(a), key(b)))
  return Buffer.concat(
    sorted.flatMap((entry) => [Buffer.from(`${entry.mode.replace(/^0/, '')} ${entry.path}\0`), Buffer.from(entry.sha, 'hex')]),
  )
}

function person({ name, email, date }: Signature): string {
  const offset = /([+-])(\d\d):?(\d\d)$/.exec(date)
  const zone = offset === null ? '+0000' : `${offset[1]}${offset[2]}${offset[3]}`
  return `${name.replace(/[<>\n]/g, '')} <${email.replace(/[<>\n]/g, '')}> ${Math.floor(Date.parse(date) / 1000)} ${zone}`
}

export function serialiseCommit(commit: NewCommit): Buffer {
  const lines = [`tree ${commit.tree}`, ...commit.parents.map((parent) => `parent ${parent}`)]
  lines.push(`author ${person(commit.author)}`, `committer ${person(commit.committer)}`)
  if (commit.signed === true) lines.push(`gpgsig ${signature.join('\n ')}`)
  return Buffer.from(`${lines.join('\n')}\n\n${commit.message}`)
}

export function serialiseTag(tag: Omit<TagInfo, 'sha'>): Buffer {
  return Buffer.from(`object ${tag.object}\ntype ${tag.type}\ntag ${tag.tag}\ntagger ${person(tag.tagger)}\n\n${tag.message}`)
}

function readPerson(line: string): Signature {
  const close = line.lastIndexOf('>')
  const open = line.lastIndexOf('<', close)
  const [seconds = '0', zone = '+0000'] = line.slice(close + 2).split(' ')
  return { name: line.slice(0, Math.max(open - 1, 0)), email: line.slice(open + 1, close), date: zoned(Number(seconds), zone) }
}

function zoned(seconds: number, zone: string): string {
  if (zone === '+0000' || zone === '-0000') return isoSeconds(seconds * 1000)
  const minutes = (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3, 5)))
  return isoSeconds((seconds + minutes * 60) * 1000).replace('Z', `${zone.slice(0, 3)}:${zone.slice(3)}`)
}

/** ISO 8601 to the second, as GitHub writes every date. */
export function isoSeconds(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, 'Z')
}

function splitHeaders(body: Buffer): { headers: [string, string][]; message: string } {
  const text = body.toString()
  const end = text.indexOf('\n\n')
  const headers: [string, string][] = []
  for (const line of (end < 0 ? text : text.slice(0, end)).split('\n')) {
    const last = headers.at(-1)
    if (line.startsWith(' ') && last !== undefined) last[1] += `\n${line.slice(1)}`
    else headers.push([line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)])
  }
  return { headers, message: end < 0 ? '' : text.slice(end + 2) }
}

export function parseCommit(sha: string, body: Buffer): CommitInfo {
  const { headers, message } = splitHeaders(body)
  const one = (name: string) => headers.find(([key]) => key === name)?.[1] ?? ''
  return {
    sha,
    tree: one('tree'),
    parents: headers.filter(([key]) => key === 'parent').map(([, value]) => value),
    author: readPerson(one('author')),
    committer: readPerson(one('committer')),
    message,
    verified: one('gpgsig') === signature.join('\n'),
  }
}

export function parseTag(sha: string, body: Buffer): TagInfo {
  const { headers, message } = splitHeaders(body)
  const one = (name: string) => headers.find(([key]) => key === name)?.[1] ?? ''
  const type = one('type')
  if (type !== 'commit' && type !== 'tree' && type !== 'blob' && type !== 'tag') throw new Error(`${sha} is not a tag object`)
  return { sha, object: one('object'), type, tag: one('tag'), tagger: readPerson(one('tagger')), message }
}
