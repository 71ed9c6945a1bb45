import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { reviewSchema } from '../../src/core/review/report.ts'
import { bundleAction } from '../../src/scripts/build/bundle.ts'
import { runAction } from '../support/action-runner.ts'
import { type EventSpec, eventPayload } from '../support/github-double/events.ts'
import type { GitHubDouble } from '../support/github-double/index.ts'
import { moved, NOW, propose, startReviewDouble } from '../support/reviewing.ts'

let folder: string
let double: GitHubDouble

beforeAll(async () => {
  folder = mkdtempSync(resolve('node_modules/.cache-action-review-'))
  await bundleAction(folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
beforeEach(async () => {
  double = await startReviewDouble()
  return () => double.close()
})
afterEach(() => double.assertClean())

const repo = () => double.repository('acme/platform')

async function start(inputs: Record<string, string>, event: { name: string; payload: unknown }, token = 'ghs_job') {
  return runAction({
    bundle: join(folder, 'index.js'),
    manifest: resolve('action.yml'),
    inputs,
    event,
    repository: 'acme/platform',
    sha: (await repo().head()) ?? '',
    double,
    token,
    env: {
      PINWARDEN_GITHUB_URL: double.restUrl,
      PINWARDEN_GITHUB_GRAPHQL_URL: double.graphqlUrl,
      PINWARDEN_OSV_URL: double.url,
      PINWARDEN_NOW: NOW,
    },
  })
}

const payload = (spec: EventSpec) => eventPayload(double, 'acme/platform', spec)

describe('command: review', () => {
  it('on pull_request judges the pull request and posts what it found', async () => {
    const number = await propose(double, 'change', moved('redis', '7.2.4', '7.2.5'))
    const event = { name: 'pull_request', payload: await payload({ event: 'pull_request', action: 'opened', number, sender: 'alice' }) }
    const result = await start({ command: 'review' }, event)
    expect(result.status).toBe(0)
    expect(result.outputs['result']).toBe('ok')
    expect(reviewSchema.parse(JSON.parse(result.outputs['report'] ?? ''))).toMatchObject({ conclusion: 'success', pull_request: number })
    expect(repo().data.checkRuns).toMatchObject([{ name: 'pinwarden/review', app: 'github-actions', conclusion: 'success' }])
    expect(repo().issue(number).comments).toMatchObject([{ author: 'github-actions[bot]' }])
    expect(result.summary).toContain('| `redis` | `7.2.4` |')
    expect(result.annotations).toEqual([])
  })

  it('of a fork with a token that may only read: summary, annotations and a failed job, and why nothing was written', async () => {
    const number = await propose(double, 'change', moved('redis', '7.2.4', '7.0.0'))
    await repo().moveToFork(number, 'mallory')
    const event = { name: 'pull_request', payload: await payload({ event: 'pull_request', action: 'opened', number, sender: 'mallory' }) }
    const result = await start({ command: 'review' }, event, 'ghs_read')
    expect(result.status).toBe(1)
    expect(result.outputs['result']).toBe('findings')
    expect(result.stdout).toMatch(/::error title=redis 7\.2\.4 → 7\.0\.0%3A downgrade,file=compose\.yaml,line=3/)
    expect(result.summary).toMatch(/### Not written[\s\S]*`pull_request_target`[\s\S]*- check: .*Resource not accessible by integration/)
    expect(repo().issue(number).comments).toEqual([])
  })

  it('of a fork on pull_request_target writes, and reads nothing but blobs of its head', async () => {
    const number = await propose(double, 'change', moved('redis', '7.2.4', '7.0.0'))
    await repo().moveToFork(number, 'mallory')
    const event = {
      name: 'pull_request_target',
      payload: await payload({ event: 'pull_request', action: 'opened', number, sender: 'mallory' }),
    }
    expect((await start({ command: 'review' }, event)).status).toBe(1)
    expect(repo().data.checkRuns).toMatchObject([{ conclusion: 'failure' }])
    expect(repo().issue(number).comments).toHaveLength(1)
  })

  it('takes what GitHub documents as payload, and says where an event has no pull request', async () => {
    const number = await propose(double, 'change', moved('redis', '7.2.4', '7.2.5'))
    const examples: { name: string; examples: Record<string, unknown>[] }[] = createRequire(import.meta.url)('@octokit/webhooks-examples')
    const [example] = examples.find((one) => one.name === 'pull_request')?.examples ?? []
    const documented = { ...example, repository: undefined, number, pull_request: { ...(example?.['pull_request'] as object), number } }
    expect((await start({ command: 'review' }, { name: 'pull_request', payload: documented })).status).toBe(0)
    const none = await start({ command: 'review' }, { name: 'push', payload: {} })
    expect(none.status).toBe(1)
    expect(none.stdout).toContain('the event `push` has none')
    const given = await start(
      { command: 'review', 'pull-request': String(number), 'dry-run': 'true' },
      { name: 'workflow_dispatch', payload: {} },
    )
    expect(given.status).toBe(0)
    expect(JSON.parse(given.outputs['report'] ?? '')).toMatchObject({ posted: [] })
  })

  it('on merge_group reports on the group’s own head, for a required check must', async () => {
    const base = (await repo().head()) ?? ''
    const head = await repo().push('gh-readonly-queue/main/pr-1', moved('redis', '7.2.4', '7.0.0'), { author: 'alice' })
    const group = {
      action: 'checks_requested',
      merge_group: { base_sha: base, head_sha: head, head_ref: 'refs/heads/gh-readonly-queue/main/pr-1' },
    }
    expect((await start({ command: 'review' }, { name: 'merge_group', payload: group })).status).toBe(1)
    expect(repo().data.checkRuns).toMatchObject([{ name: 'pinwarden/review', headSha: head, conclusion: 'failure' }])
  })

  it('fails for the risk that fail-on names', async () => {
    const number = await propose(double, 'change', moved('redis', '7.2.4', '7.4.2'))
    const event = { name: 'pull_request', payload: await payload({ event: 'pull_request', action: 'opened', number, sender: 'alice' }) }
    expect((await start({ command: 'review', 'fail-on': 'medium' }, event)).status).toBe(1)
  })
})

describe('command: comment', () => {
  it('answers the comment of the event and does what it asks for', async () => {
    await start({ command: 'upgrade', components: 'redis' }, { name: 'workflow_dispatch', payload: {} })
    const number = repo().pulls('open')[0]?.number ?? 0
    const { id } = await repo().comment(number, 'alice', '/pinwarden ignore until 2027-01-31')
    const event = {
      name: 'issue_comment',
      payload: await payload({ event: 'issue_comment', action: 'created', number, comment: id, sender: 'alice' }),
    }
    const result = await start({ command: 'comment' }, event)
    expect(result.status).toBe(0)
    expect(JSON.parse(result.outputs['report'] ?? '')).toMatchObject({ result: 'answered', followup: { components: ['redis'] } })
    expect(repo().pull(number).state).toBe('closed')
    expect(
      repo()
        .issue(number)
        .comments.map((one) => one.body)
        .join('\n'),
    ).toContain('✅ `/pinwarden ignore until 2027-01-31`')
    expect(JSON.parse((await start({ command: 'comment' }, event)).outputs['report'] ?? '')).toMatchObject({ result: 'answered-before' })
  })

  it('says what it runs on', async () => {
    const result = await start({ command: 'comment' }, { name: 'push', payload: {} })
    expect(result.status).toBe(1)
    expect(result.stdout).toContain('runs on `issue_comment`, not on `push`')
  })
})
