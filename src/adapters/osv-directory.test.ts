import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OSV_FIXTURES } from '../../test/support/osv.ts'
import { zipOf } from '../../test/support/zip.ts'
import { ProblemError } from '../core/model/problems.ts'
import type { AdvisoryFile } from '../ports/advisories.ts'
import { MAX_ADVISORY_FILE, readOsvDirectory } from './osv-directory.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pinwarden-osv-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(path: string, text: string | Buffer): void {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), text)
}

async function all(path: string): Promise<AdvisoryFile[]> {
  const files: AdvisoryFile[] = []
  for await (const file of readOsvDirectory(path)) files.push(file)
  return files
}

describe('a folder of advisories', () => {
  it('is read with its folders, in order, and nothing else is', async () => {
    write('2026/01/GHSA-2.json', '{"id":"GHSA-2"}')
    write('GHSA-1.json', '{"id":"GHSA-1"}')
    write('README.md', 'no record')
    write('.git/config.json', 'no record')
    expect(await all(root)).toEqual([
      { name: '2026/01/GHSA-2.json', text: '{"id":"GHSA-2"}' },
      { name: 'GHSA-1.json', text: '{"id":"GHSA-1"}' },
    ])
  })

  it('follows no symbolic link, and says so', async () => {
    write('real/secret.json', '{}')
    mkdirSync(join(root, 'db'))
    symlinkSync(join(root, 'real/secret.json'), join(root, 'db/GHSA-1.json'))
    symlinkSync(join(root, 'real'), join(root, 'db/all.json'))
    expect(await all(join(root, 'db'))).toEqual([
      { name: 'GHSA-1.json', problem: expect.stringContaining('symbolic links') },
      { name: 'all.json', problem: expect.stringContaining('symbolic links') },
    ])
  })

  it('does not load a file that is too large to be a record', async () => {
    write('huge.json', Buffer.alloc(MAX_ADVISORY_FILE + 1))
    expect(await all(root)).toEqual([{ name: 'huge.json', problem: 'larger than 16 MiB' }])
  })

  it('that is not there is a mistake of the command line', async () => {
    await expect(all(join(root, 'missing'))).rejects.toThrow(ProblemError)
  })
})

describe('an archive of advisories', () => {
  const records = [
    { name: 'all/GHSA-1.json', text: '{"id":"GHSA-1"}' },
    { name: '../../GHSA-2.json', text: '{"id":"GHSA-2"}' },
  ]

  it('is read without unpacking it anywhere, whatever its names are', async () => {
    write('all.zip', zipOf([...records, { name: 'README.md', text: 'no record' }]))
    expect(await all(join(root, 'all.zip'))).toEqual(records)
  })

  it('does not unpack an entry that says it is too large', async () => {
    write('all.zip', zipOf([{ name: 'bomb.json', text: '{}', says: 2 ** 31 }]))
    const [first] = await all(join(root, 'all.zip'))
    expect(first).toMatchObject({ problem: expect.any(String) })
  })

  it('that breaks off gives what it has and says so', async () => {
    const whole = zipOf(records)
    whole.writeUInt32LE(0xdeadbeef, whole.indexOf(Buffer.from([0x50, 0x4b, 1, 2]), whole.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 1))
    write('all.zip', whole)
    expect(await all(join(root, 'all.zip'))).toEqual([
      records[0],
      { name: join(root, 'all.zip'), problem: expect.stringContaining('breaks off') },
    ])
  })

  it('that is none is a mistake of the command line', async () => {
    write('all.zip', 'not a zip archive')
    await expect(all(join(root, 'all.zip'))).rejects.toThrow(ProblemError)
  })
})

it('reads the real records that tests are made of', async () => {
  const files = await all(OSV_FIXTURES)
  expect(files.length).toBeGreaterThan(10)
  expect(files.every((file) => 'text' in file)).toBe(true)
})
