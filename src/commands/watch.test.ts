import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type GitHubDouble, startGitHubDouble } from '../../test/support/github-double/index.ts'
import { memoryLedger } from '../../test/support/memory-ledger.ts'
import { createClient } from '../adapters/github/client.ts'
import { githubForge } from '../adapters/github/forge.ts'
import { githubSignals } from '../adapters/github/signals.ts'
import type { LedgerEntry } from '../core/model/ledger.ts'
import type { Http, HttpRequest, HttpResponse } from '../ports/http.ts'
import type { Ports } from './ports.ts'
import { type BringBack, KILL_SWITCH, watch as run, type TakeBack, type WatchTools } from './watch.ts'

const log = { progress: () => undefined, info: () => undefined, warn: () => undefined, debug: () => undefined }
const START = Date.UTC(2026, 10, 21, 9)
const MINUTE = 60_000
const REGISTRY = `
global:
  safety:
    rollback:
      watch: { checks: [tests], workflows: [] }
components:
  redis:
    version: 7.2.4
    source: { datasource: docker, package: redis }
    pins: [{ file: compose.yaml, image: redis }]
`

let double: GitHubDouble
let now: number
let asked: TakeBack[]
let brought: BringBack[]

beforeEach(async () => {
  now = START
  asked = []
  brought = []
  double = await startGitHubDouble({
    world: {
      now: new Date(START).toISOString(),
      tokens: [{ token: 'ghs_app', kind: 'installation', login: 'pinwarden[bot]' }],
      repositories: [{ nameWithOwner: 'acme/platform', files: { 'versions.yaml': REGISTRY, 'compose.yaml': 'image: redis:7.2.4\n' } }],
    },
  })
})

afterEach(async () => {
  double.assertClean()
  await double.close()
})

const repository = () => double.repository('acme/platform')

/** Merges the upgrade as a commit of its own; gives the commits before and of the merge. */
async function merged(): Promise<{ before: string; merge: string }> {
  const before = (await repository().head()) ?? ''
  const merge = await repository().push('main', {
    'versions.yaml': REGISTRY.replace('7.2.4', '7.4.0'),
    'compose.yaml': 'image: redis:7.4.0\n',
  })
  return { before, merge }
}

const move = { component: 'redis', environment: null, from: '7.2.4', to: '7.4.0' }
const actor = { login: 'pinwarden[bot]', type: 'bot' as const }

function history(merge: string): LedgerEntry[] {
  const proposal = { id: 'redis', number: 1, url: null, branch: 'pinwarden/redis' }
  const points = [{ ...move, paths: [], siblings: [], lockstep: false }]
  return [
    { event: 'proposal-opened', at: START - MINUTE, actor, moves: [move], proposal, points },
    {
      event: 'proposal-merged',
      at: START,
      actor,
      moves: [move],
      proposal,
      commit: merge,
      merge: { method: 'merge', commits: [merge], mergedBy: 'ada', approvals: [] },
    },
  ]
}

function portsWith(ledger: ReturnType<typeof memoryLedger>, answer?: (request: HttpRequest) => HttpResponse): Ports {
  const client = createClient({ token: 'ghs_app', apiUrl: double.restUrl, graphqlUrl: double.graphqlUrl, sleep: async () => undefined })
  const forge = githubForge(client, 'acme/platform', 'github.example')
  const http: Http = {
    request: async (request) => answer?.(request) ?? { status: 200, headers: {}, body: '', url: request.url, origin: 'network' },
  }
  return {
    clock: { now: () => now },
    log,
    forge: async () => forge,
    ledger: async () => ledger,
    files: async () => {
      const base = await forge.base()
      return { workspace: forge.workspace(base.commit), repository: 'acme/platform', base }
    },
    connect: () => ({
      io: { http, baseUrl: () => 'https://upstream.example' },
      statistics: () => ({ requests: 0, cacheHits: 0, revalidated: 0, stale: 0 }),
      close: () => undefined,
    }),
    signals: async () => githubSignals(client, 'acme/platform'),
    actor,
  }
}

const tools: WatchTools = {
  bringBack: async (ask) => {
    brought.push(ask)
    return { ok: true, code: 'opened', message: 'proposed as #3', number: 3, url: null }
  },
  sleep: async () => undefined,
  secret: () => undefined,
  takeBack: async (ask) => {
    asked.push(ask)
    return { ok: true, code: 'opened', message: 'rollback opened', number: 2, url: 'https://github.example/acme/platform/pull/2' }
  },
}

function watch(ports: Ports, request: Parameters<typeof run>[1]) {
  return run(ports, request, tools)
}

const request = { components: [], offline: false }

describe('a merge whose check fails', () => {
  it('is confirmed by one more run on the same commit, then taken back once', async () => {
    const { before, merge } = await merged()
    await repository().check(before, 'tests', 'success')
    await repository().check(merge, 'tests', 'failure')
    const ledger = memoryLedger(history(merge))
    now = START + 5 * MINUTE
    expect(await watch(portsWith(ledger), request)).toMatchObject({ result: 'ok', merges: [{ verdict: 'confirm' }] })
    expect(asked).toEqual([])
    await repository().check(merge, 'tests', 'failure')
    const report = await watch(portsWith(ledger), request)
    expect(report).toMatchObject({ result: 'findings', merges: [{ verdict: 'revert', code: 'opened', rollback: { number: 2 } }] })
    expect(asked).toMatchObject([{ moves: [move], details: { source: 'auto-revert', watched: merge } }])
    expect(asked[0]?.reason).toContain('“tests” failed, was good before, and failed again on the same commit')
  })

  it('that was flaky is left alone when the second run passes', async () => {
    const { before, merge } = await merged()
    await repository().check(before, 'tests', 'success')
    await repository().check(merge, 'tests', 'failure')
    await repository().check(merge, 'tests', 'success')
    const ledger = memoryLedger(history(merge))
    now = START + 61 * MINUTE
    expect(await watch(portsWith(ledger), request)).toMatchObject({ result: 'ok', merges: [{ verdict: 'verified' }] })
    expect(ledger.all.at(-1)).toMatchObject({ event: 'verified', commit: merge, moves: [move] })
    expect(await watch(portsWith(ledger), request)).toMatchObject({ merges: [] })
  })

  it('is told once in an issue where the branch was red before', async () => {
    const { before, merge } = await merged()
    await repository().check(before, 'tests', 'failure')
    for (let run = 0; run < 2; run += 1) await repository().check(merge, 'tests', 'failure')
    const ledger = memoryLedger(history(merge))
    now = START + 5 * MINUTE
    const report = await watch(portsWith(ledger), request)
    expect(report).toMatchObject({ merges: [{ verdict: 'report', code: 'pre-existing', issue: { number: 1 } }] })
    expect(repository().issue(1)).toMatchObject({ title: 'Watch: redis 7.4.0 needs a person', labels: ['pinwarden', 'pinwarden: watch'] })
    expect(repository().issue(1).body).toContain('pinwarden rollback redis --reason')
    expect(asked).toEqual([])
    // The same again from a ledger that lost the end of the run.
    await watch(portsWith(memoryLedger(history(merge))), request)
    expect(repository().data.issues).toHaveLength(1)
  })

  it('is not acted on while an issue with the kill switch is open', async () => {
    const { before, merge } = await merged()
    await repository().check(before, 'tests', 'success')
    for (let run = 0; run < 2; run += 1) await repository().check(merge, 'tests', 'failure')
    const client = createClient({ token: 'ghs_app', apiUrl: double.restUrl, graphqlUrl: double.graphqlUrl, sleep: async () => undefined })
    await client.rest.issues.create({ owner: 'acme', repo: 'platform', title: 'stop', labels: [KILL_SWITCH] })
    now = START + 5 * MINUTE
    expect(await watch(portsWith(memoryLedger(history(merge))), request)).toMatchObject({ merges: [{ code: 'kill-switch' }] })
    expect(asked).toEqual([])
  })

  it('is only looked at in a dry run', async () => {
    const { before, merge } = await merged()
    await repository().check(before, 'tests', 'success')
    for (let run = 0; run < 2; run += 1) await repository().check(merge, 'tests', 'failure')
    const ledger = memoryLedger(history(merge))
    now = START + 5 * MINUTE
    expect(await watch(portsWith(ledger), { ...request, dryRun: true })).toMatchObject({ merges: [{ verdict: 'revert' }] })
    expect(asked).toEqual([])
    expect(ledger.all).toHaveLength(2)
  })
})

describe('a group whose members are taken back one after the other', () => {
  const nginx = { component: 'nginx', environment: null, from: '1.26.0', to: '1.27.0' }
  const back = ({ component, environment, from, to }: typeof nginx) => ({ component, environment, from: to, to: from })

  /** Redis first, in vain, then nginx. */
  function bisected(merge: string, redisBack: string, nginxBack: string): LedgerEntry[] {
    const [opened, mergedAt] = history(merge)
    if (opened === undefined || mergedAt === undefined) throw new Error('the history has two entries')
    const rollback = (moves: LedgerEntry['moves'], number: number, commit: string, watched: string): LedgerEntry[] => {
      const proposal = { id: `rb-${number}`, number, url: null, branch: `pinwarden/rollback/${number}` }
      const details = { source: 'auto-revert', watched, ...(watched === merge ? {} : { group: merge }) }
      return [
        { event: 'rollback-opened', at: START + number * MINUTE, actor, moves, proposal, details },
        { event: 'rollback-merged', at: START + number * MINUTE, actor, moves, proposal, commit },
      ]
    }
    return [
      { ...opened, moves: [move, nginx] },
      { ...mergedAt, moves: [move, nginx] },
      ...rollback([back(move)], 2, redisBack, merge),
      ...rollback([back(nginx)], 3, nginxBack, redisBack),
    ]
  }

  it('loses the one to blame alone: what was taken back before it comes again by itself', async () => {
    const { merge } = await merged()
    const redisBack = await repository().push('main', { 'compose.yaml': 'image: redis:7.2.4\n' })
    const nginxBack = await repository().push('main', { notes: 'nginx went back\n' })
    await repository().check(redisBack, 'tests', 'failure')
    await repository().check(nginxBack, 'tests', 'success')
    const ledger = memoryLedger(bisected(merge, redisBack, nginxBack))
    now = START + 10 * MINUTE
    await watch(portsWith(ledger), { ...request, dryRun: true })
    expect(brought).toEqual([])
    now = START + 70 * MINUTE
    const report = await watch(portsWith(ledger), request)
    const last = report.merges.find((row) => row.commit === nginxBack)
    expect(last).toMatchObject({ verdict: 'verified', message: expect.stringContaining('redis 7.4.0 comes again: proposed as #3') })
    expect(brought).toMatchObject([{ move: back(move), reason: expect.stringContaining('Not to blame') }])
    await watch(portsWith(ledger), request)
    expect(brought).toHaveLength(1)
  })
})

it('says that silence is no health', async () => {
  const { merge } = await merged()
  now = START + 61 * MINUTE
  expect(await watch(portsWith(memoryLedger(history(merge))), request)).toMatchObject({
    merges: [{ verdict: 'no-signal', message: 'no signal came in the whole watch (tests), which is not health' }],
  })
})
