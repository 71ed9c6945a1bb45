import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { answerComment } from '../../src/commands/comment.ts'
import { upgrade } from '../../src/commands/upgrades.ts'
import { parseBoxes } from '../../src/core/dashboard/boxes.ts'
import type { GitHubDouble } from '../support/github-double/index.ts'
import { FILES, portsOn, REGISTRY, startReviewDouble } from '../support/reviewing.ts'

let double: GitHubDouble

const BOARD = `${REGISTRY}  dashboard: { enabled: true }\n`

beforeEach(async () => {
  double = await startReviewDouble({ files: { ...FILES, 'versions.yaml': BOARD } })
  return () => double.close()
})
afterEach(() => double.assertClean())

const repo = () => double.repository('acme/platform')
const issues = () => repo().data.issues.filter((issue) => issue.pull === undefined)
const body = () => issues()[0]?.body ?? ''
const run = (components: readonly string[] = [], more: object = {}) => upgrade(portsOn(double), { components, offline: false, ...more })

async function tick(text: string | RegExp, by = 'alice'): Promise<void> {
  const lines = body().split('\n')
  const at = lines.findIndex((line) => line.startsWith('- [ ]') && line.search(text) !== -1)
  expect(at).toBeGreaterThan(-1)
  lines[at] = (lines[at] ?? '').replace('- [ ]', '- [x]')
  await repo().editIssue(issues()[0]?.number ?? 0, by, lines.join('\n'))
}

describe('the dashboard', () => {
  it('is one issue with a label, and is not touched where nothing changed', async () => {
    await run()
    expect(issues()).toMatchObject([{ title: 'Pinwarden dashboard', labels: ['pinwarden: dashboard'], state: 'open' }])
    expect(body()).toContain('3 components')
    expect(body()).toMatch(/Bump redis from 7\.2\.4 to 7\.\d\.\d\]\(http/)
    expect(body()).toMatch(/`loki` `3\.\d\.\d`: /)
    await run()
    const before = double.requests.count({ write: true })
    await run()
    expect(double.requests.count({ write: true })).toBe(before)
    expect(issues()).toHaveLength(1)
  })

  it('is off unless the registry turns it on, and is left alone by runs that see too little', async () => {
    await run(['redis'])
    await run([], { dryRun: true })
    expect(issues()).toEqual([])
    await repo().push('main', { 'versions.yaml': REGISTRY })
    await run()
    expect(issues()).toEqual([])
  })

  it('keeps what people write in its notes', async () => {
    await run()
    const mine = 'Call Ada before touching redis.\n\n- [x] agreed\n'
    await repo().editIssue(issues()[0]?.number ?? 0, 'alice', body().replace('_Yours: what stands here is kept._', mine))
    await repo().push('main', { 'deploy/grafana.env': 'GRAFANA_VERSION=11.0.1\n' })
    await run()
    expect(body()).toContain(mine)
    expect(body()).toContain('3 components')
  })

  it('stays closed where a person closed it', async () => {
    await run()
    const issue = repo().issue(issues()[0]?.number ?? 0)
    issue.state = 'closed'
    await run()
    expect(issues()).toMatchObject([{ state: 'closed' }])
  })

  it('takes nobody else’s issue for its own', async () => {
    await run()
    const forged = { ...repo().issue(issues()[0]?.number ?? 0), id: 999_999, number: 999, author: 'mallory', title: 'Mine' }
    forged.body = body().replaceAll('- [ ]', '- [x]')
    repo().data.issues.push(forged)
    await repo().push('main', { 'deploy/grafana.env': 'GRAFANA_VERSION=11.0.1\n' })
    await run()
    expect(repo().issue(999)).toMatchObject({ title: 'Mine', body: forged.body })
    expect(issues()).toHaveLength(2)
  })

  it('is one also where two runs begin it at once', async () => {
    await Promise.all([run(), run()])
    await run()
    expect(issues().filter((issue) => issue.state === 'open')).toHaveLength(1)
  })
})

describe('a tick', () => {
  const AGED = BOARD.replace('components:\n', 'global:\n  safety: { minimum_release_age: 365 }\ncomponents:\n')

  it('opens a version that waits for its age, once, and says who asked', async () => {
    await repo().push('main', { 'versions.yaml': AGED })
    await run()
    expect(repo().pulls('open')).toEqual([])
    await tick(/`redis` `7\.4\.2`/)
    await run()
    const titles = repo()
      .pulls('open')
      .map((pull) => pull.title)
    expect(titles).toEqual(['Bump redis from 7.2.4 to 7.4.2'])
    expect(body()).toMatch(/alice asked for 7\.4\.2 without waiting since 2026-11-21/)
    expect(parseBoxes(body()).every((one) => !one.ticked)).toBe(true)
    await run()
    const orders = (await (await portsOn(double).ledger?.())?.records())?.filter((one) => one.details?.['order'] === 'open-now')
    expect(orders).toHaveLength(1)
  })

  it('lifts what a person ignored', async () => {
    await run()
    const number =
      repo()
        .pulls('open')
        .find((pull) => pull.title.includes('redis'))?.number ?? 0
    const { id } = await repo().comment(number, 'alice', '/pinwarden ignore until 2027-01-31')
    const comment = { id, body: '/pinwarden ignore until 2027-01-31', url: 'https://example.org/c', author: 'alice', type: 'User' }
    await answerComment(portsOn(double), { number, comment })
    await run()
    expect(body()).toMatch(
      /`redis` \(\[#\d+\]\(http[^)]*\), \[said here\]\(https:\/\/example\.org\/c\)\): alice ignores redis since 2026-11-21.*Until 2027-02-01 00:00 UTC/,
    )
    await tick(/alice ignores redis/)
    await run()
    expect(body()).not.toContain('alice ignores redis')
    expect(
      repo()
        .pulls('open')
        .some((pull) => pull.title.includes('redis')),
    ).toBe(true)
  })

  it('builds a pull request anew that people had changed', async () => {
    await run()
    const pull = repo()
      .pulls('open')
      .find((one) => one.title.includes('redis'))
    const branch = pull?.pull.headRef ?? ''
    await repo().push(branch, { 'extra.txt': 'mine' }, { author: 'bob' })
    await run()
    expect(body()).toMatch(/Bump redis.*people pushed to the branch/)
    await tick(/Bump redis/)
    await run()
    expect(await repo().text('extra.txt', branch)).toBeNull()
  })

  it('opens all that wait for a limit, this once', async () => {
    await repo().push('main', { 'versions.yaml': `${BOARD}  pull_requests: { max_open: 1 }\n` })
    await run()
    expect(repo().pulls('open')).toHaveLength(1)
    await tick(/Open all/)
    await run()
    expect(repo().pulls('open').length).toBeGreaterThan(1)
  })

  it('takes a merged step back, once, and tells what came of it', async () => {
    await run()
    const redis = () =>
      repo()
        .pulls('open')
        .filter((one) => one.title.includes('redis'))
    await repo().merge(redis()[0]?.number ?? 0, 'alice')
    await run()
    expect(body()).toContain('## Merged lately')
    await tick(/`redis` `7\.2\.4` → `7\.4\.2`, merged 2026-11-21, \[#\d+\]/)
    // Cut after the deed: the next run comes to the same tick again.
    double.faults.add({ match: { operation: 'issues/update', nth: 1 }, fault: 'reset' })
    await run().catch(() => null)
    await run()
    await run()
    expect(redis()).toMatchObject([{ title: expect.stringContaining('redis'), labels: expect.arrayContaining(['rollback']) }])
    const board = issues()[0]
    const answers = repo().issue(board?.number ?? 0).comments
    expect(answers).toHaveLength(1)
    expect(answers[0]?.body).toMatch(/^@alice: .*redis/)
    expect(parseBoxes(body()).every((one) => !one.ticked)).toBe(true)
    expect(body()).toMatch(/- `redis` `7\.2\.4` → `7\.4\.2`, merged 2026-11-21, \[#\d+\]\(\S+\): is taken back by \[#4\]/)
    const opened = (await (await portsOn(double).ledger?.())?.records())?.filter((one) => one.event === 'rollback-opened')
    expect(opened).toMatchObject([{ actor: expect.anything(), why: { reason: 'ticked on the dashboard' } }])
  })

  it('is obeyed also after a run was cut between deed and writing', async () => {
    await repo().push('main', { 'versions.yaml': AGED })
    await run()
    await tick(/`redis` `7\.4\.2`/)
    double.faults.add({ match: { operation: 'pulls/create', nth: 1 }, fault: 'reset' })
    await run().catch(() => null)
    double.faults.add({ match: { operation: 'issues/update', nth: 1 }, fault: 'reset' })
    await run().catch(() => null)
    await run()
    expect(repo().pulls('open')).toHaveLength(1)
    expect(parseBoxes(body()).every((one) => !one.ticked)).toBe(true)
    const orders = (await (await portsOn(double).ledger?.())?.records())?.filter((one) => one.details?.['order'] === 'open-now')
    expect(orders).toHaveLength(1)
  })
})
