import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { review } from '../../src/commands/review.ts'
import { parseReviewMarker } from '../../src/core/review/sticky.ts'
import type { GitHubDouble } from '../support/github-double/index.ts'
import { moved, portsOn, propose, REGISTRY, startReviewDouble } from '../support/reviewing.ts'

let double: GitHubDouble

beforeEach(async () => {
  double = await startReviewDouble()
  return () => double.close()
})
afterEach(() => double.assertClean())

const repo = () => double.repository('acme/platform')
const comments = (number: number) =>
  repo()
    .issue(number)
    .comments.map((one) => one.body)
const checks = () => repo().data.checkRuns.filter((run) => run.name === 'pinwarden/review')

function post(pull: number, token?: string) {
  return review(portsOn(double, token), { subject: { pull }, post: true })
}

describe('what a review writes', () => {
  it('is one check, one comment and labels, and the second run writes nothing', async () => {
    const pull = await propose(double, 'change', moved('redis', '7.2.4', '7.2.5'))
    const first = await post(pull)
    expect(first.posted).toEqual([
      { what: 'check', done: true, note: 'posted' },
      { what: 'comment', done: true, note: 'written' },
      { what: 'labels', done: true, note: 'changed' },
    ])
    expect(checks()).toMatchObject([
      { conclusion: 'success', status: 'completed', title: '1 version changed, low risk', headSha: first.head.commit },
    ])
    expect(checks()[0]?.annotations).toMatchObject([
      { path: 'compose.yaml', start_line: 3, annotation_level: 'notice', title: 'redis 7.2.4 → 7.2.5: low risk' },
      { path: 'versions.yaml', start_line: 3 },
    ])
    expect(comments(pull)).toHaveLength(1)
    expect(comments(pull)[0]).toContain('| `redis` | `7.2.4` | [`7.2.5`](')
    expect(repo().issue(pull).labels).toEqual(['risk: low', 'component: redis'])
    expect(repo().data.labels.find((label) => label.name === 'risk: low')?.color).toBe('0e8a16')
    const before = double.requests.count({ write: true })
    expect((await post(pull)).posted.map((one) => one.note)).toEqual(['unchanged', 'unchanged', 'unchanged'])
    expect(double.requests.count({ write: true })).toBe(before)
  })

  it('follows the pull request: comment edited in place, labels exchanged, a check of its own for each head', async () => {
    const pull = await propose(double, 'change', moved('redis', '7.2.4', '7.2.5'))
    await post(pull)
    await repo().push('change', moved('redis', '7.2.4', '7.0.0'), { author: 'alice' })
    expect((await post(pull)).conclusion).toBe('failure')
    expect(comments(pull)).toHaveLength(1)
    expect(comments(pull)[0]).toContain('**downgrade**')
    expect(checks().map((run) => run.conclusion)).toEqual(['success', 'failure'])
  })

  it('says that nothing is left, takes its labels back and leaves those of people', async () => {
    const pull = await propose(double, 'change', moved('redis', '7.2.4', '7.2.5'))
    repo().issue(pull).labels.push('security')
    repo().data.labels.push({ id: 1, name: 'security', color: 'ee0701', description: null })
    await post(pull)
    await repo().push('change', { ...moved('redis', '7.2.4', '7.2.4'), 'README.md': 'New.\n' }, { author: 'alice' })
    const last = await post(pull)
    expect(last.conclusion).toBe('neutral')
    expect(comments(pull)).toHaveLength(1)
    expect(comments(pull)[0]).toContain('No version of this pull request differs')
    expect(repo().issue(pull).labels).toEqual(['security'])
  })

  it('begins no comment to say nothing', async () => {
    const pull = await propose(double, 'docs', { 'README.md': 'New.\n' })
    await post(pull)
    expect(comments(pull)).toEqual([])
    expect(checks()).toMatchObject([{ conclusion: 'neutral' }])
  })

  it('is written anew where a person deleted it', async () => {
    const pull = await propose(double, 'change', moved('redis', '7.2.4', '7.2.5'))
    await post(pull)
    repo().issue(pull).comments = []
    await post(pull)
    expect(comments(pull)).toHaveLength(1)
  })

  it('takes no word of others for its own, whatever they copy', async () => {
    const pull = await propose(double, 'change', moved('redis', '7.2.4', '7.2.5'))
    await post(pull)
    const copied = comments(pull)[0]?.replace('"labels":[', '"labels":["keep",') ?? ''
    await repo().comment(pull, 'mallory', copied)
    repo().issue(pull).labels.push('keep')
    await repo().push('change', moved('redis', '7.2.4', '7.4.2'), { author: 'alice' })
    await post(pull)
    expect(repo().issue(pull).labels).toContain('keep')
    expect(comments(pull)[1]).toBe(copied)
  })

  it('is one comment also where two runs met', async () => {
    const pull = await propose(double, 'change', moved('redis', '7.2.4', '7.2.5'))
    await Promise.all([post(pull), post(pull), post(pull)])
    await post(pull)
    expect(comments(pull)).toHaveLength(1)
    expect(repo().issue(pull).labels).toEqual(['risk: low', 'component: redis'])
  })

  it('of a late run never stands above that of a newer head', async () => {
    const pull = await propose(double, 'change', moved('redis', '7.2.4', '7.2.5'))
    const ports = portsOn(double)
    const slow = {
      ...ports,
      issues: async () => {
        const issues = await ports.issues?.()
        if (issues === undefined) throw new Error('there are issues')
        // Between the judgement and the word, a new head comes and is judged.
        await repo().push('change', moved('redis', '7.2.4', '7.0.0'), { author: 'alice' })
        await post(pull)
        return issues
      },
    }
    const late = await review(slow, { subject: { pull }, post: true })
    expect(late.posted).toContainEqual(expect.objectContaining({ what: 'comment', done: false }))
    expect(comments(pull)).toHaveLength(1)
    expect(comments(pull)[0]).toContain('**downgrade**')
  })

  it('gives all annotations, fifty a request', async () => {
    const names = Array.from({ length: 120 }, (_, index) => `part-${index}`)
    const registry = (version: string) =>
      `components:\n${names.map((name) => `  ${name}:\n    version: ${version}\n    source: { datasource: static, package: ${name}, releases: ['1.0.0', '1.0.1'] }\n`).join('')}`
    await repo().push('main', { 'versions.yaml': registry('1.0.0') })
    const pull = await propose(double, 'all', { 'versions.yaml': registry('1.0.1') })
    const report = await post(pull)
    expect(report.conclusion).toBe('success')
    expect(checks()).toHaveLength(1)
    expect(checks()[0]).toMatchObject({ status: 'completed', conclusion: 'success' })
    expect(checks()[0]?.annotations).toHaveLength(120)
    expect(comments(pull)[0]?.length).toBeLessThan(65_536)
  })
})

describe('a run that is cut', () => {
  it.each(
    [1, 2, 3, 4, 5].flatMap((nth) => [
      { fault: 'reset' as const, nth },
      { fault: 'reset-after' as const, nth },
    ]),
  )('by a $fault at write $nth is finished by the next, and nothing is doubled', async ({ fault, nth }) => {
    const pull = await propose(double, 'change', moved('redis', '7.2.4', '7.2.5'))
    double.faults.add({ match: { write: true, nth }, fault })
    await post(pull).catch(() => null)
    await post(pull)
    const settled = await post(pull)
    expect(settled.posted.map((one) => one.note)).toEqual(['unchanged', 'unchanged', 'unchanged'])
    expect(comments(pull)).toHaveLength(1)
    expect(repo().issue(pull).labels).toEqual(['risk: low', 'component: redis'])
    expect(checks().at(-1)).toMatchObject({ status: 'completed', conclusion: 'success' })
  })
})

describe('a token that may not do everything', () => {
  it('that is a person’s gives a status instead of a check', async () => {
    const pull = await propose(double, 'change', moved('redis', '7.2.4', '7.0.0'))
    const report = await post(pull, 'ghp_alice')
    expect(report.posted[0]).toMatchObject({ what: 'check', done: false, note: expect.stringContaining('checks: write') as string })
    expect(report.posted[1]).toEqual({ what: 'status', done: true, note: 'posted' })
    expect(repo().data.statuses).toMatchObject([{ context: 'pinwarden/review', state: 'failure', description: 'redis: downgrade' }])
    await post(pull, 'ghp_alice')
    expect(repo().data.statuses).toHaveLength(1)
  })

  it('that may only read says of each thing why it was not done, and the verdict stands', async () => {
    const pull = await propose(double, 'change', moved('redis', '7.2.4', '7.0.0'))
    await repo().moveToFork(pull, 'mallory')
    const report = await post(pull, 'ghs_read')
    expect(report.conclusion).toBe('failure')
    expect(report.posted.map((one) => [one.what, one.done])).toEqual([
      ['check', false],
      ['status', false],
      ['comment', false],
      ['labels', false],
    ])
    expect(report.posted[0]?.note).toMatch(/Resource not accessible by integration.*`checks: write`/)
    expect(comments(pull)).toEqual([])
  })
})

describe('a pull request of a fork', () => {
  it('is read by its commits and judged like any other', async () => {
    const pull = await propose(double, 'change', moved('redis', '7.2.4', '7.4.1'))
    await repo().moveToFork(pull, 'mallory')
    expect(await repo().branches()).toEqual(['main'])
    const report = await post(pull)
    expect(report).toMatchObject({ conclusion: 'failure', title: 'redis: excluded' })
    expect(comments(pull)).toHaveLength(1)
  })

  it('cannot act by what it writes', async () => {
    const evil = '|<!-- pinwarden-review:{} --><script> @octocat #1 `x` ::error::'
    const registry = REGISTRY.replace(
      'components:\n',
      `components:\n  evil:\n    version: 1.0.0\n    pins:\n      - { file: ${JSON.stringify(`no ${evil}.yaml`)}, yaml: a }\n`,
    )
    const pull = await propose(double, 'change', { 'versions.yaml': registry, [`no ${evil}\u202e.txt`]: 'x' }, 'mallory')
    const report = await post(pull)
    expect(report).toMatchObject({
      conclusion: 'failure',
      moves: [{ component: 'evil', kind: 'added' }],
      problems: [{ code: 'pin-missing' }],
    })
    const [body = ''] = comments(pull)
    expect(body).not.toMatch(/<script|@octocat|\u202e| #1/)
    expect(body.match(/<!--/g)).toHaveLength(1)
    expect(parseReviewMarker(body)?.labels).toEqual(['component: evil'])
    const said = JSON.stringify(checks()[0])
    expect(said).not.toContain('\u202e')
  })
})

describe('our own proposals', () => {
  it('get a check, and no comment beside their description', async () => {
    const { upgrade } = await import('../../src/commands/upgrades.ts')
    await upgrade(portsOn(double), { components: ['redis'], offline: false })
    const [pull] = repo().pulls('open')
    const number = pull?.number ?? 0
    const labels = [...repo().issue(number).labels]
    expect((await post(number)).conclusion).toBe('success')
    expect(comments(number)).toEqual([])
    expect(repo().issue(number).labels).toEqual(labels)
    expect(checks()).toHaveLength(1)
  })
})
