import { spawn } from 'node:child_process'
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createGitRepository, type GitRepository } from '../../test/support/git-repository.ts'
import { type GitHubDouble, startGitHubDouble } from '../../test/support/github-double/index.ts'
import { anEntry } from '../../test/support/ledger-entries.ts'
import { createClient } from '../adapters/github/client.ts'
import { githubLedgerStore } from '../adapters/github/ledger-store.ts'
import { localLedgerStore } from '../adapters/local-git/ledger-store.ts'
import { readLedger } from '../core/ledger/verify.ts'
import { ForgeConflict } from '../ports/forge.ts'
import type { LedgerStore } from '../ports/ledger-store.ts'
import { chainedLedger } from './chained-ledger.ts'

const BRANCH = 'pinwarden-ledger'
/** Waits shrink to a tenth: the order of things stays, the test is short. */
const options = { sleep: (ms: number) => new Promise<void>((done) => setTimeout(done, ms / 10)), random: Math.random }

let double: GitHubDouble
let local: GitRepository

beforeEach(async () => {
  double = await startGitHubDouble({
    world: {
      tokens: [
        { token: 'ghs_app', kind: 'installation', login: 'pinwarden[bot]' },
        { token: 'ghs_read', kind: 'actions', permissions: { contents: 'read' } },
      ],
      repositories: [{ nameWithOwner: 'acme/platform', files: { 'compose.yaml': 'image: redis:7.2.4\n' } }],
    },
    contentLimits: null,
  })
  local = await createGitRepository({ files: { 'compose.yaml': 'image: redis:7.2.4\n' } })
})

afterEach(async () => {
  double.assertClean()
  await double.close()
  await local.remove()
})

function github(token = 'ghs_app'): LedgerStore {
  const client = createClient({ token, apiUrl: double.restUrl, graphqlUrl: double.graphqlUrl, sleep: async () => undefined })
  return githubLedgerStore(client, 'acme/platform', BRANCH)
}

const stores = { GitHub: () => github(), 'a local repository': () => localLedgerStore(local.directory, BRANCH) }

describe.each(Object.entries(stores))('the ledger on %s', (_, store) => {
  it('begins on a branch of its own with nothing else on it, and grows by one commit for all entries of a run', async () => {
    const ledger = chainedLedger(store(), options)
    expect(await ledger.records()).toEqual([])
    await ledger.append([anEntry(), anEntry({ event: 'verified', why: { reason: 'Größe ≥ 1 — 健全 😀' } })])
    await ledger.append([anEntry({ event: 'no-op' })])
    expect(await ledger.append([])).toEqual([])
    const { head, files } = await store().read()
    expect(head).toMatch(/^[0-9a-f]{40}$/)
    expect(readLedger(files)).toMatchObject({ fault: null, tail: { seq: 3 } })
    const records = await chainedLedger(store(), options).records()
    expect(records.map((record) => record.event)).toEqual(['proposal-opened', 'verified', 'no-op'])
    expect(await ledger.records()).toEqual(records)
    expect(records[1]?.why?.reason).toBe('Größe ≥ 1 — 健全 😀')
  })

  it('loses nothing of many writers at once, and the chain holds', async () => {
    const entries = Array.from({ length: 12 }, (_, index) => anEntry({ at: index }))
    const written = await Promise.all(entries.map((entry) => chainedLedger(store(), options).append([entry])))
    const reading = readLedger((await store().read()).files)
    expect(reading.fault).toBeNull()
    expect(reading.records.map((record) => record.at).sort((a, b) => a - b)).toEqual(entries.map((entry) => entry.at))
    expect(
      written
        .flat()
        .map((record) => record.seq)
        .sort((a, b) => a - b),
    ).toEqual(entries.map((_, index) => index + 1))
  })

  it('goes on in a second segment, and the first is never written again', async () => {
    const ledger = chainedLedger(store(), options)
    await ledger.append(Array.from({ length: 249 }, (_, index) => anEntry({ at: index })))
    await ledger.append([anEntry(), anEntry()])
    const before = (await store().read()).files.find((file) => file.path === 'ledger/000001.jsonl')
    await chainedLedger(store(), options).append([anEntry({ event: 'verified' })])
    const { files } = await store().read()
    expect(files.map((file) => file.path).sort()).toEqual(['ledger/000001.jsonl', 'ledger/000002.jsonl', 'ledger/head.json'])
    expect(files.find((file) => file.path === 'ledger/000001.jsonl')).toEqual(before)
    expect(readLedger(files)).toMatchObject({ fault: null, tail: { seq: 252 } })
  })

  it('that was tampered with is never written to, and says where it breaks', async () => {
    const at = store()
    await chainedLedger(at, options).append([anEntry(), anEntry()])
    const { head, files } = await at.read()
    const path = 'ledger/000001.jsonl'
    const text = files.find((file) => file.path === path)?.text.replace('"7.4.2"', '"7.4.9"') ?? ''
    const forged = await at.write(head, { headline: 'tidy up', body: '' }, [{ path, text }])
    const ledger = chainedLedger(store(), options)
    await expect(ledger.append([anEntry()])).rejects.toThrow(/ledger\/000001.jsonl:1: The ledger does not verify.*record 1, edited/)
    await expect(ledger.records()).rejects.toThrow('does not verify')
    expect((await at.read()).head).toBe(forged)
  })

  it('gives up with the conflict after the tries that it has', async () => {
    const at = store()
    const stubborn: LedgerStore = { ...at, write: () => Promise.reject(new ForgeConflict('somebody was faster')) }
    await expect(chainedLedger(stubborn, { ...options, tries: 3 }).append([anEntry()])).rejects.toThrow('somebody was faster')
    expect((await at.read()).head).toBeNull()
  })
})

describe('the ledger on GitHub', () => {
  it('costs one request where nothing changed, two where it grew, and no write but the one', async () => {
    const ledger = chainedLedger(github(), options)
    await ledger.append([anEntry()])
    const reader = github()
    await chainedLedger(reader, options).records()
    const before = double.requests.count()
    await chainedLedger(reader, options).records()
    expect(double.requests.count() - before).toBe(1)
    await ledger.append([anEntry()])
    expect(double.requests.count() - before).toBe(2)
    await chainedLedger(reader, options).records()
    expect(double.requests.count() - before).toBe(4)
  })

  it('is whole after a kill at any request of an append, and the next append goes on', async () => {
    let expected = 0
    for (let k = 0; k <= 7; k += 1) {
      let sent = 0
      double.hooks.before = () => {
        sent += 1
        return sent > k ? 'reset' : undefined
      }
      const entry = anEntry({ at: k })
      await chainedLedger(github(), options)
        .append([entry, entry])
        .catch(() => undefined)
      delete double.hooks.before
      const { files } = await github().read()
      const { fault, records } = readLedger(files)
      expect(fault, `cut after ${k}`).toBeNull()
      expect([expected, expected + 2], `cut after ${k}`).toContain(records.length)
      expected = records.length
      await chainedLedger(github(), options).append([anEntry()])
      expected += 1
    }
    expect((await chainedLedger(github(), options).records()).length).toBe(expected)
  })

  it('names the permission that is missing to write', async () => {
    const failing = chainedLedger(github('ghs_read'), options).append([anEntry()])
    await expect(failing).rejects.toThrow(/Writing to the ledger \(branch pinwarden-ledger\).*contents: write/s)
    await chainedLedger(github(), options).append([anEntry()])
    await expect(chainedLedger(github('ghs_read'), options).append([anEntry()])).rejects.toThrow(/contents: write/)
    expect(await chainedLedger(github('ghs_read'), options).records()).toHaveLength(1)
  })

  it('reads a segment that GraphQL cuts short in full', async () => {
    const reason = 'why '.repeat(1000)
    await chainedLedger(github(), options).append(Array.from({ length: 200 }, () => anEntry({ why: { reason } })))
    const records = await chainedLedger(github(), options).records()
    expect(records).toHaveLength(200)
  })
})

describe('the ledger in a local repository', () => {
  it('leaves checkout, index and other branches as they are', async () => {
    await local.write({ 'compose.yaml': 'image: redis:7.2.5\n', 'new.txt': 'mine' })
    await local.git('add', 'compose.yaml')
    const before = [await local.git('status', '--porcelain'), await local.head(), await local.git('stash', 'list')]
    await chainedLedger(localLedgerStore(local.directory, BRANCH), options).append([anEntry()])
    expect([await local.git('status', '--porcelain'), await local.head(), await local.git('stash', 'list')]).toEqual(before)
    expect(await local.git('rev-list', '--count', BRANCH)).toBe('1')
    expect(await local.git('ls-tree', '-r', '--name-only', BRANCH)).toBe('ledger/000001.jsonl\nledger/head.json')
  })

  it('survives processes that are killed while they write: every record that one knew as written is there', async () => {
    const script = resolve(import.meta.dirname, '../../test/support/ledger-writer.ts')
    const writers = ['a', 'b', 'c', 'd'].map((name) => {
      const child = spawn(process.execPath, [script, local.directory, name, '6'], { stdio: ['ignore', 'pipe', 'inherit'] })
      const written: number[] = []
      child.stdout.on('data', (chunk: Buffer) => {
        written.push(...String(chunk).trim().split('\n').map(Number))
        // Two of them die in the middle of their next record.
        if ((name === 'a' || name === 'b') && written.length >= 2) setTimeout(() => child.kill('SIGKILL'), name === 'a' ? 5 : 40)
      })
      return { name, written, done: new Promise((end) => child.on('close', end)) }
    })
    await Promise.all(writers.map((writer) => writer.done))
    const { fault, records } = readLedger((await localLedgerStore(local.directory, BRANCH).read()).files)
    expect(fault).toBeNull()
    for (const { name, written } of writers) {
      const held = records.filter((record) => record.actor.login === name).map((record) => record.details?.['index'])
      expect(held).toEqual(Array.from({ length: held.length }, (_, index) => index + 1))
      expect(held.length).toBeGreaterThanOrEqual(written.length)
      expect(held.length).toBeGreaterThanOrEqual(name === 'a' || name === 'b' ? 2 : 6)
    }
    await chainedLedger(localLedgerStore(local.directory, BRANCH), options).append([anEntry()])
  }, 60_000)

  it('is not kept waiting by what a process that was killed has left: a lock that names a process that is gone, or nobody', async () => {
    const lock = resolve(local.directory, '.git/pinwarden/ledger.lock')
    await mkdir(dirname(lock), { recursive: true })
    const gone = spawn(process.execPath, ['-e', ''])
    await new Promise((end) => gone.on('close', end))
    for (const leave of [() => symlink(String(gone.pid), lock), () => writeFile(lock, ''), () => writeFile(lock, String(process.pid))]) {
      await leave()
      await chainedLedger(localLedgerStore(local.directory, BRANCH), options).append([anEntry()])
      expect(await readdir(dirname(lock))).toEqual([])
    }
  })

  it('is not moved under somebody who looks at it', async () => {
    await chainedLedger(localLedgerStore(local.directory, BRANCH), options).append([anEntry()])
    await local.checkout(BRANCH)
    const failing = chainedLedger(localLedgerStore(local.directory, BRANCH), options).append([anEntry()])
    await expect(failing).rejects.toThrow('Switch to another branch')
  })
})
