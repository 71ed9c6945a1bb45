import { afterEach, describe, expect, it } from 'vitest'
import { anUpgrade, aProposal } from '../../test/support/builders.ts'
import { forgeAt, openStage, REPOSITORY, runOnce, type Scenario, type Stage } from '../../test/support/crash-matrix.ts'
import { actionProblems } from './proposal-rows.ts'

const files = (version: string) => [{ path: 'compose.yaml', text: `image: redis:${version}\n`, mode: '100644' }]
const proposed = (version: string, decision: 'auto-approve' | 'recommend' = 'auto-approve', more: object = {}) =>
  aProposal({
    title: `Bump redis from 7.2.4 to ${version}`,
    files: files(version),
    upgrades: [anUpgrade({ to: version, ...more }, { decision })],
    ...(decision === 'auto-approve' ? { autoMerge: { methods: ['squash', 'merge'] } } : {}),
  })
const approved = proposed('7.2.5')
const protections = { main: { requiredChecks: ['ci'] } }

let stage: Stage
afterEach(async () => {
  stage.double.assertClean()
  await stage.double.close()
})

async function at(repository: Scenario['repository'] = {}): Promise<Stage> {
  stage = await openStage({ repository })
  return stage
}

const repo = () => stage.double.repository(REPOSITORY)
const head = async () => (await repo().head('pinwarden/redis')) ?? ''
const kinds = async (desired = [approved]) => (await stage.run(desired)).actions.map((one) => one.action.kind)
const waits = async (desired = [approved]) => (await stage.run(desired)).waits.map((one) => one.why)
/** Once merged, nothing is wanted any more. */
const unlessMerged = (compose: string) => (compose.includes('7.2.4') ? [approved] : [])

describe('where no check is required', () => {
  it('merges only when all checks are finished and green, one of them another’s than ours', async () => {
    await at()
    await stage.run([approved])
    expect(await waits()).toEqual(['no check but Pinwarden’s own is green on it'])
    await repo().check(await head(), 'pinwarden/approvals', 'success', { app: 'pinwarden' })
    expect(await waits()).toEqual(['no check but Pinwarden’s own is green on it'])
    await repo().check(await head(), 'ci', null)
    expect(await waits()).toEqual(['the check “ci” has not finished'])
    await repo().check(await head(), 'ci', 'failure')
    expect(await waits()).toEqual(['the check “ci” failed'])
    await repo().check(await head(), 'ci', 'success')
    await repo().status(await head(), 'deploy', 'pending')
    expect(await waits()).toEqual(['the check “deploy” has not finished'])
    await repo().status(await head(), 'deploy', 'success')
    const done = await stage.run(unlessMerged)
    expect(done.actions.map((one) => one.action.kind)).toEqual(['merge', 'delete-branch'])
    expect(repo().pulls('merged')).toHaveLength(1)
    expect(await repo().branches()).toEqual(['main'])
  })

  it('never merges what it wrote in the same run', async () => {
    await at()
    stage.double.hooks.after = async (_, request) => {
      if (request.operation !== 'pulls/create') return
      delete stage.double.hooks.after
      await repo().check(await head(), 'ci', 'success')
    }
    expect(await kinds()).toEqual(['create-label', 'open'])
    expect(repo().pulls('merged')).toEqual([])
  })

  it('never merges what people pushed to, drafts, what a reviewer wants changed, or what the policy does not approve', async () => {
    await at()
    await stage.run([approved])
    await repo().check(await head(), 'ci', 'success')
    expect(await kinds([proposed('7.2.5', 'recommend')])).toEqual(['edit'])
    await stage.run([approved])
    repo().pull(1).pull.draft = true
    expect(await waits()).toEqual(['it is a draft'])
    repo().pull(1).pull.draft = false
    await repo().review(1, 'ada', 'CHANGES_REQUESTED', 'no')
    expect(await waits()).toEqual(['a reviewer asked for changes'])
    await repo().review(1, 'ada', 'APPROVED')
    await repo().push('pinwarden/redis', { 'x.md': 'x' }, { author: 'ada' })
    await repo().check(await head(), 'ci', 'success')
    expect(await kinds()).toEqual(['leave', 'note'])
    expect(repo().pulls('merged')).toEqual([])
  })

  it('never merges a commit that only looks like ours: its author, its trailer and the marker are words anybody may write', async () => {
    await at()
    await stage.run([approved])
    const [ours] = await repo().log('refs/heads/pinwarden/redis')
    const forged = await repo().push(
      'pinwarden/redis',
      { 'compose.yaml': 'image: redis:7.2.5\n' },
      { author: 'pinwarden[bot]', message: ours?.message ?? '', onto: 'main', force: true },
    )
    const issue = repo().issue(1)
    issue.body = (issue.body ?? '').replace(ours?.sha ?? '-', forged)
    issue.pull = { ...repo().pull(1).pull, headSha: forged }
    await repo().check(forged, 'ci', 'success')
    expect(await waits()).toEqual(['its commit is not known to be the one that Pinwarden’s own account made'])
    expect(repo().pulls('merged')).toEqual([])
  })

  it('waits for approvals that branch protection wants', async () => {
    await at({ protections: { main: { requiredApprovals: 1, ruleset: true } } })
    await stage.run([approved])
    await repo().check(await head(), 'ci', 'success')
    expect(await waits()).toEqual(['it lacks approving reviews'])
    await repo().review(1, 'ada', 'APPROVED')
    expect((await stage.run(unlessMerged)).actions[0]?.action.kind).toBe('merge')
  })

  it('merges a green one before a newer release is put into it, and the newer one follows on its own', async () => {
    await at()
    await stage.run([approved])
    await repo().check(await head(), 'ci', 'success')
    const next = (compose: string) => [compose.includes('7.2.4') ? proposed('7.2.6') : proposed('7.2.7')]
    expect((await stage.run(next)).actions.map((one) => one.action.kind)).toEqual(['merge', 'open'])
    expect(await repo().text('compose.yaml')).toBe('image: redis:7.2.5\n')
    expect(await repo().text('compose.yaml', 'pinwarden/redis')).toBe('image: redis:7.2.7\n')
  })

  it('puts a security fix in before it merges the older one', async () => {
    await at()
    await stage.run([approved])
    await repo().check(await head(), 'ci', 'success')
    const fix = { id: 'GHSA-1', names: ['CVE-1'], severity: 'high', url: 'https://example.com' } as const
    expect(await kinds([proposed('7.2.6', 'auto-approve', { fixes: [fix] })])).toEqual(['refresh'])
    expect(repo().pulls('merged')).toEqual([])
  })

  it('says how to make workflows run where a workflow’s own token opened it', async () => {
    await at()
    stage.double.addToken({ token: 'ghs_job', kind: 'actions' })
    const forge = forgeAt(stage.double, 'ghs_job')
    await runOnce(stage.double, forge, [approved])
    const done = await runOnce(stage.double, forge, [approved])
    expect(done.waits).toMatchObject([{ help: expect.stringContaining('GitHub App') }])
    await repo().check(await head(), 'ci', 'success')
    const merged = await runOnce(stage.double, forge, unlessMerged)
    expect(actionProblems(merged.actions)).toMatchObject([{ severity: 'warning', message: expect.stringContaining('starts no workflow') }])
  })
})

describe('where checks are required', () => {
  it('tells the forge at once, which merges when they are green', async () => {
    await at({ settings: { autoMerge: true }, protections })
    expect(await kinds()).toEqual(['create-label', 'open', 'auto-merge'])
    expect(repo().pull(1).pull.autoMerge?.method).toBe('SQUASH')
    expect(await waits()).toEqual(['the forge merges it when its checks are green'])
    await repo().check(await head(), 'ci', 'success')
    expect(repo().pulls('merged')).toHaveLength(1)
  })

  it('takes a way to merge that the repository allows', async () => {
    await at({ settings: { autoMerge: true, squash: false }, protections })
    await stage.run([approved])
    expect(repo().pull(1).pull.autoMerge?.method).toBe('MERGE')
  })

  it('says where the repository allows none of the wanted ways', async () => {
    await at({ settings: { autoMerge: true, squash: false, merge: false }, protections })
    await stage.run([approved])
    expect(await waits()).toEqual(['the repository allows none of the wanted ways to merge (squash, merge)'])
  })

  it('merges at once where the checks ended between the look and the word', async () => {
    await at({ settings: { autoMerge: true }, protections })
    await stage.run([proposed('7.2.5', 'recommend')])
    await stage.run([{ ...approved, autoMerge: undefined } as typeof approved])
    stage.double.hooks.before = async (_, request) => {
      if (!request.fields.includes('enablePullRequestAutoMerge')) return
      delete stage.double.hooks.before
      await repo().check(await head(), 'ci', 'success')
    }
    await stage.run(unlessMerged)
    expect(repo().pulls('merged')).toHaveLength(1)
  })

  it('withdraws its word when the decision gets worse, before anything newer goes into the branch', async () => {
    await at({ settings: { autoMerge: true }, protections })
    await stage.run([approved])
    expect(await kinds([proposed('7.2.6', 'recommend')])).toEqual(['withdraw', 'refresh'])
    expect(repo().pull(1).pull.autoMerge).toBeNull()
  })

  it('leaves a person’s word alone', async () => {
    await at({ settings: { autoMerge: true }, protections })
    await stage.run([proposed('7.2.5', 'recommend')])
    repo().pull(1).pull.autoMerge = { method: 'MERGE', by: 'ada', at: '2026-11-01T00:00:00Z', headline: null, body: null }
    expect(await kinds([proposed('7.2.5', 'recommend')])).toEqual(['leave'])
  })

  it('waits for them itself where the repository does not allow auto-merge', async () => {
    await at({ protections })
    await stage.run([approved])
    expect(await waits()).toEqual(['the required check “ci” has not run'])
    await repo().check(await head(), 'ci', 'success')
    await stage.run(unlessMerged)
    expect(repo().pulls('merged')).toHaveLength(1)
  })

  it('puts what is green into the merge queue, once', async () => {
    await at({ settings: { mergeQueue: 'SQUASH' }, protections })
    await stage.run([approved])
    await repo().check(await head(), 'ci', 'success')
    expect(await kinds()).toEqual(['enqueue', 'leave'])
    expect(repo().pull(1).pull.queued).toBe(true)
    expect(await waits()).toEqual(['it is in the merge queue'])
  })

  it('tells a refusal of the forge as a warning, and nothing else stops', async () => {
    await at()
    await stage.run([approved])
    await repo().check(await head(), 'ci', 'success')
    stage.double.hooks.before = (_, request) => {
      if (request.fields.includes('mergePullRequest')) repo().data.settings.squash = false
    }
    const done = await stage.run([approved])
    expect(actionProblems(done.actions)).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('#1 could not be merged') },
    ])
    expect(done.actions.map((one) => one.action.kind)).toEqual(['merge', 'leave'])
  })

  it('does without checks that the token may not read, and says which permission it takes', async () => {
    await at({ private: true })
    stage.double.addToken({
      token: 'ghs_blind',
      kind: 'installation',
      login: 'pinwarden[bot]',
      permissions: { contents: 'write', pull_requests: 'write', issues: 'write', metadata: 'read' },
    })
    const forge = forgeAt(stage.double, 'ghs_blind')
    await runOnce(stage.double, forge, [approved])
    expect((await runOnce(stage.double, forge, [approved])).waits).toMatchObject([{ help: expect.stringContaining('checks: read') }])
  })
})
