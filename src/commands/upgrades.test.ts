import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { forgeAt, openStage, REPOSITORY, type Stage } from '../../test/support/crash-matrix.ts'
import type { Connection, Ports } from './ports.ts'
import { plan, upgrade } from './upgrades.ts'

const log = { progress: () => undefined, info: () => undefined, warn: () => undefined, debug: () => undefined }

function unasked(): never {
  throw new Error('the network was asked')
}

const offline: Connection = {
  io: { http: { request: unasked, statistics: unasked, close: unasked }, baseUrl: () => 'http://localhost' } as unknown as Connection['io'],
  statistics: () => ({ requests: 0, cacheHits: 0, revalidated: 0, stale: 0 }),
  close: () => undefined,
}

const REGISTRY = `global:
  safety:
    security_advisory_check: false
    auto_upgrade: { enabled: true, allowed_risk_levels: [low, medium] }
components:
${['a', 'b', 'c'].map((name) => `  ${name}:\n    version: "1.0.0"\n    source: { datasource: static, releases: ["1.0.0", "1.0.1"] }\n`).join('')}upgrade_policies:
  pull_requests:
    max_open: 2
    labels: [dependencies]
    draft: always
    from_codeowners: true
    milestone: Q4
`

let stage: Stage
beforeEach(async () => {
  stage = await openStage({
    repository: { files: { 'versions.yaml': REGISTRY, '.github/CODEOWNERS': '*.yaml @ada\n*.md @eve\n' }, milestones: ['Q4'] },
  })
})
afterEach(async () => {
  stage.double.assertClean()
  await stage.double.close()
})

function ports(): Ports {
  const forge = forgeAt(stage.double)
  return {
    clock: { now: () => stage.double.clock.now() },
    log,
    forge: async () => forge,
    connect: () => offline,
    files: async () => {
      const base = await forge.base()
      return { workspace: forge.workspace(base.commit), repository: REPOSITORY, base }
    },
  }
}

const request = { components: [], offline: false }
const rows = (report: { proposals: readonly { id: string; action: string }[] }) => report.proposals.map((one) => `${one.id} ${one.action}`)

describe('a run over a registry with settings for pull requests', () => {
  it('opens as many as may be open, for the people who own the files, and lists the rest as held', async () => {
    const { report } = await upgrade(ports(), request)
    expect(rows(report)).toEqual(['a opened', 'b opened', 'c waiting'])
    expect(report.held).toMatchObject([{ component: 'c', version: '1.0.1', code: 'limit', reason: expect.stringContaining('max_open') }])
    const pull = stage.double.repository(REPOSITORY).pull(1)
    expect(pull).toMatchObject({ milestone: 1, pull: { draft: true } })
    expect([...pull.pull.reviewers].sort()).toEqual(['ada', 'eve'])
    expect(pull.labels).toContain('dependencies')
    expect(rows((await upgrade(ports(), request)).report)).toEqual(['a unchanged', 'b unchanged', 'c waiting'])
  })

  it('opens the next one when one is merged, upon the base as it is then', async () => {
    await upgrade(ports(), request)
    const repo = stage.double.repository(REPOSITORY)
    repo.pull(1).pull.draft = false
    await repo.merge(1, 'ada', 'SQUASH')
    const { report } = await upgrade(ports(), request)
    expect(rows(report)).toEqual(['b refreshed', 'c opened'])
    expect(await repo.text('versions.yaml', 'pinwarden/c')).toContain('a:\n    version: "1.0.1"')
  })

  it('shows in a plan what it would do, and does nothing', async () => {
    const { report } = await plan(ports(), request)
    expect(rows(report)).toEqual(['a planned', 'b planned', 'c waiting'])
    expect(stage.double.requests.count({ write: true })).toBe(0)
  })
})
