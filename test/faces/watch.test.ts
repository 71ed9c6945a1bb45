import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Ports } from '../../src/commands/ports.ts'
import { watchRollbacks } from '../../src/commands/rollback-for.ts'
import { upgrade } from '../../src/commands/upgrades.ts'
import { watch } from '../../src/commands/watch.ts'
import type { WatchReport } from '../../src/core/reports/watch.ts'
import { githubPorts } from '../../src/faces/compose.ts'
import { type GitHubDouble, startGitHubDouble } from '../support/github-double/index.ts'

const REPOSITORY = 'acme/platform'
const START = Date.parse('2026-11-21T09:00:00Z')
const MINUTE = 60_000
const log = { progress: () => undefined, info: () => undefined, warn: () => undefined, debug: () => undefined }
const request = { components: [], offline: false }
const registry = (merge: string) => `global:
  safety:
    security_advisory_check: false
    rollback: { merge: ${merge}, watch: { checks: [tests] } }
components:
  redis:
    version: 7.2.4
    source: { datasource: static, package: redis, releases: ["7.2.4", "7.2.5"] }
    pins: [{ file: compose.yaml, image: redis }]
`

let double: GitHubDouble

beforeEach(() => begin('always'))
afterEach(async () => {
  double.assertClean()
  await double.close()
})

async function begin(merge: string): Promise<void> {
  double = await startGitHubDouble({
    world: {
      now: new Date(START).toISOString(),
      tokens: [{ token: 'ghs_app', kind: 'installation', login: 'pinwarden[bot]' }],
      repositories: [
        {
          nameWithOwner: REPOSITORY,
          collaborators: { ada: 'write' },
          files: { 'versions.yaml': registry(merge), 'compose.yaml': 'image: redis:7.2.4\n' },
        },
      ],
    },
    contentLimits: null,
  })
}

const repository = () => double.repository(REPOSITORY)

/** Each run is a process of its own: nothing is remembered but what the repository holds. */
function portsAt(minutes: number): Ports {
  const env = {
    GITHUB_API_URL: double.restUrl,
    GITHUB_GRAPHQL_URL: double.graphqlUrl,
    PINWARDEN_NOW: new Date(START + minutes * MINUTE).toISOString(),
  }
  return githubPorts({ env, repository: REPOSITORY, token: 'ghs_app', log })
}

function watchAt(minutes: number): Promise<WatchReport> {
  const ports = portsAt(minutes)
  return watch(ports, request, { ...watchRollbacks(ports), sleep: async () => undefined, secret: () => undefined })
}

/** Redis is upgraded and merged; its tests were green before, and fail twice after. */
async function gonebad(): Promise<string> {
  const before = (await repository().head()) ?? ''
  await upgrade(portsAt(0), request)
  await repository().check(before, 'tests', 'success')
  const merged = await repository().merge(1, 'ada', 'SQUASH')
  for (let run = 0; run < 2; run += 1) await repository().check(merged, 'tests', 'failure')
  return merged
}

describe('an upgrade that goes bad after the merge', () => {
  it('is taken back, merged when its own checks are green, and not offered again', async () => {
    const merged = await gonebad()
    const first = await watchAt(5)
    expect(first.problems).toEqual([])
    expect(first.merges).toMatchObject([{ number: 1, commit: merged, verdict: 'revert', code: 'opened', rollback: { number: 2 } }])
    expect(first.rollbacks).toMatchObject([{ number: 2, state: 'waiting' }])
    const branch = repository().pull(2).pull.headRef
    expect(branch).toBe('pinwarden/rollback/redis/7.2.5-to-7.2.4')
    expect(await repository().text('compose.yaml', branch)).toBe('image: redis:7.2.4\n')
    expect(await repository().text('versions.yaml', branch)).toContain('- version: 7.2.5')
    expect(repository().pull(2).body).toContain('“tests” failed')
    // Asked again, the same pull request stands.
    expect((await watchAt(6)).merges).toEqual([])
    expect(repository().pulls('open')).toHaveLength(1)
    await repository().check(repository().pull(2).pull.headSha, 'tests', 'success')
    expect((await watchAt(7)).rollbacks).toMatchObject([{ number: 2, state: 'merged' }])
    expect(await repository().text('compose.yaml')).toBe('image: redis:7.2.4\n')
    // The rollback itself is watched, and not blamed for what was red before it.
    const back = (await repository().head()) ?? ''
    for (let run = 0; run < 2; run += 1) await repository().check(back, 'tests', 'failure')
    expect((await watchAt(9)).merges).toMatchObject([{ number: 2, verdict: 'report', code: 'pre-existing' }])
    const { report } = await upgrade(portsAt(10), request)
    expect(report.upgrades).toEqual([])
    expect(report.held).toMatchObject([{ component: 'redis', version: '7.2.5', code: 'excluded' }])
    expect(repository().pulls('open')).toEqual([])
  })

  it('is taken back once by two runs at once', async () => {
    await gonebad()
    await Promise.all([watchAt(5), watchAt(5)])
    await watchAt(6)
    await upgrade(portsAt(7), request)
    expect(repository().pulls('open')).toMatchObject([{ number: 2 }])
    expect(await repository().branches()).toEqual(['main', 'pinwarden-ledger', 'pinwarden/rollback/redis/7.2.5-to-7.2.4'])
  })
})
