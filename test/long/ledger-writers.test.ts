import { expect, it } from 'vitest'
import { createClient } from '../../src/adapters/github/client.ts'
import { githubLedgerStore } from '../../src/adapters/github/ledger-store.ts'
import { localLedgerStore } from '../../src/adapters/local-git/ledger-store.ts'
import { chainedLedger } from '../../src/commands/chained-ledger.ts'
import { readLedger } from '../../src/core/ledger/verify.ts'
import type { LedgerStore } from '../../src/ports/ledger-store.ts'
import { createGitRepository } from '../support/git-repository.ts'
import { startGitHubDouble } from '../support/github-double/index.ts'
import { anEntry } from '../support/ledger-entries.ts'

const BRANCH = 'pinwarden-ledger'
const FILES = { 'compose.yaml': 'image: redis:7.2.4\n' }
/** Waits shrink to a tenth: the order of things stays, the test is short. */
const options = { sleep: (ms: number) => new Promise<void>((done) => setTimeout(done, ms / 10)), random: Math.random }

/** A hundred writers at once lose nothing, and the chain holds. Each reads the ledger for itself, as a process of its own would. */
async function hundredWriters(store: () => LedgerStore): Promise<void> {
  const entries = Array.from({ length: 100 }, (_, index) => anEntry({ at: index }))
  const written = await Promise.all(entries.map((entry) => chainedLedger(store(), options).append([entry])))
  const reading = readLedger((await store().read()).files)
  expect(reading.fault).toBeNull()
  expect(reading.records.map((record) => record.at).sort((a, b) => a - b)).toEqual(entries.map((entry) => entry.at))
  const places = written.flat().map((record) => record.seq)
  expect(places.sort((a, b) => a - b)).toEqual(entries.map((_, index) => index + 1))
}

it('the ledger on GitHub loses nothing of a hundred writers at once', async () => {
  const double = await startGitHubDouble({
    world: {
      tokens: [{ token: 'ghs_app', kind: 'installation', login: 'pinwarden[bot]' }],
      repositories: [{ nameWithOwner: 'acme/platform', files: FILES }],
    },
    contentLimits: null,
  })
  // One run makes one request after the other; a hundred of them come within the hour that the limit counts.
  const tokens = Array.from({ length: 100 }, (_, index) => `ghs_${index}`)
  for (const token of tokens) double.addToken({ token, kind: 'installation', login: `writer-${token}[bot]` })
  try {
    await hundredWriters(() => {
      const token = tokens.shift() ?? 'ghs_app'
      const client = createClient({ token, apiUrl: double.restUrl, graphqlUrl: double.graphqlUrl, sleep: async () => undefined })
      return githubLedgerStore(client, 'acme/platform', BRANCH)
    })
    double.assertClean()
  } finally {
    await double.close()
  }
})

it('the ledger of a local repository loses nothing of a hundred writers at once', async () => {
  const local = await createGitRepository({ files: FILES })
  try {
    await hundredWriters(() => localLedgerStore(local.directory, BRANCH))
  } finally {
    await local.remove()
  }
})
