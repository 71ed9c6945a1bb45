import { afterEach, describe, expect, it } from 'vitest'
import { anUpgrade, aProposal } from '../../test/support/builders.ts'
import { forgeAt, openStage, REPOSITORY, runOnce, type Scenario, type Stage, snapshot } from '../../test/support/crash-matrix.ts'
import type { Problem } from '../core/model/problems.ts'
import type { Converged } from './converge.ts'
import { actionProblems } from './proposal-rows.ts'

const first = aProposal()
const workflow = aProposal({
  id: 'checkout',
  branch: 'pinwarden/checkout',
  title: 'Bump checkout',
  files: [{ path: '.github/workflows/ci.yaml', text: 'uses: actions/checkout@v5\n', mode: '100644' }],
  upgrades: [anUpgrade({ component: 'checkout' })],
})

let stage: Stage
afterEach(async () => {
  stage.double.assertClean()
  await stage.double.close()
})

async function at(repository: Scenario['repository'] = {}): Promise<Stage> {
  stage = await openStage({ repository })
  return stage
}

const problemsOf = (done: Converged): Problem[] => [...done.notices, ...actionProblems(done.actions)]
const names = async () => (await stage.double.repository(REPOSITORY).branches()).filter((name) => name !== 'main')

describe('a repository that is not as it should be', () => {
  it('is archived: said once, and nothing else is tried', async () => {
    await at({ archived: true })
    const done = await stage.run([first, workflow])
    expect(problemsOf(done).map((one) => one.code)).toEqual(['repository-archived', 'repository-archived', 'repository-archived'])
    expect(stage.double.requests.count({ write: true })).toBe(1)
  })

  it('was renamed: reads and writes go to its new name, and the new name is told', async () => {
    await at({ formerNames: ['acme/old'] })
    const forge = forgeAt(stage.double, 'ghs_app', 'acme/old')
    const done = await runOnce(stage.double, forge, [first])
    expect(problemsOf(done)).toMatchObject([
      { code: 'repository-renamed', severity: 'warning', message: expect.stringContaining('acme/platform') },
    ])
    expect(stage.double.repository(REPOSITORY).pulls('open')).toHaveLength(1)
  })

  it('lets GitHub Actions create no pull requests: said with where to tick, tried once, and no branch is left', async () => {
    await at({ settings: { actionsCreatePulls: false } })
    stage.double.addToken({ token: 'ghs_job', kind: 'actions' })
    const done = await runOnce(stage.double, forgeAt(stage.double, 'ghs_job'), [
      first,
      aProposal({ ...first, id: 'b', branch: 'pinwarden/b' }),
    ])
    expect(problemsOf(done)).toMatchObject([
      { help: expect.stringContaining('Allow GitHub Actions') },
      { help: expect.stringContaining('Settings') },
    ])
    expect(stage.double.requests.count({ operation: 'pulls/create' })).toBe(1)
    expect(await names()).toEqual([])
  })

  it('gives no `workflows` permission: only proposals that need it are left out', async () => {
    await at()
    stage.double.addToken({
      token: 'ghs_plain',
      kind: 'installation',
      login: 'pinwarden[bot]',
      permissions: { contents: 'write', pull_requests: 'write', issues: 'write', metadata: 'read' },
    })
    const done = await runOnce(stage.double, forgeAt(stage.double, 'ghs_plain'), [workflow, first])
    expect(problemsOf(done)).toMatchObject([{ code: 'permission-missing', help: expect.stringContaining('workflows: write') }])
    expect(await names()).toEqual(['pinwarden/redis'])
  })

  it('has a ruleset against our branch names: named, tried once, with what to exempt', async () => {
    await at({ rules: [{ prefix: 'pinwarden/', restrictCreation: true }] })
    const done = await stage.run([first, workflow])
    expect(problemsOf(done).map((one) => one.code)).toEqual(['ruleset-refused', 'ruleset-refused'])
    expect(problemsOf(done)[0]?.help).toContain('Exempt branches under `pinwarden/`')
    expect(stage.double.requests.count({ operation: 'git/create-ref' })).toBe(1)
  })

  it('wants signed commits: those of an App are signed, those of a person’s token with an executable file are not', async () => {
    await at({ rules: [{ prefix: '', requireSignatures: true }] })
    const script = aProposal({ files: [{ path: 'install.sh', text: '#!/bin/sh\n', mode: '100755' }] })
    expect(problemsOf(await stage.run([script]))).toEqual([])
    stage.double.addToken({ token: 'ghp_ada', login: 'ada' })
    const other = aProposal({ id: 'b', branch: 'pinwarden/b', files: script.files })
    const done = await runOnce(stage.double, forgeAt(stage.double, 'ghp_ada'), [script, other])
    expect(problemsOf(done)).toMatchObject([{ code: 'ruleset-refused', help: expect.stringContaining('App') }])
    expect(await names()).toEqual(['pinwarden/redis'])
  })

  it('has a branch in the way of ours: named', async () => {
    await at({ branches: { pinwarden: {} } })
    const done = await stage.run([first])
    expect(problemsOf(done)).toMatchObject([
      { code: 'branch-in-the-way', message: 'Branch pinwarden/redis cannot be made beside the branch pinwarden.' },
    ])
  })

  it('protects all branches from being forced: named when one must be refreshed', async () => {
    await at()
    await stage.run([first])
    stage.double.repository(REPOSITORY).data.protections['pinwarden/redis'] = {
      requiredChecks: [],
      requiredApprovals: 0,
      pullRequestsOnly: false,
      bypass: [],
      ruleset: false,
    }
    const newer = aProposal({ files: [{ path: 'compose.yaml', text: 'image: redis:7.2.6\n', mode: '100644' }] })
    expect(problemsOf(await stage.run([newer]))).toMatchObject([{ code: 'ruleset-refused' }])
  })

  it('has no history in common with its base any more: named', async () => {
    await at()
    stage.double.faults.add({
      match: { operation: 'pulls/create' },
      fault: {
        status: 422,
        body: { message: 'Validation Failed', errors: [{ message: 'The pinwarden/redis branch has no history in common with main' }] },
      },
    })
    expect(problemsOf(await stage.run([first]))).toMatchObject([
      { code: 'no-common-history', help: expect.stringContaining('Delete the branches') },
    ])
    expect(await names()).toEqual([])
  })

  it('has no drafts in its plan: opened all the same, and told', async () => {
    await at({ settings: { drafts: false } })
    const setup = { draft: true, reviewers: [], teamReviewers: [], assignees: [] }
    const done = await stage.run([{ ...first, setup }])
    expect(problemsOf(done)).toMatchObject([{ severity: 'warning', message: '#1 is no draft: the repository’s plan has none.' }])
    expect(stage.double.repository(REPOSITORY).pull(1).pull.draft).toBe(false)
  })

  it('does not know the people named: the pull request stands, each loss is a warning', async () => {
    await at({ milestones: ['Q4'] })
    const setup = { draft: true, reviewers: ['nobody'], teamReviewers: [], assignees: ['eve', 'nobody'], milestone: 'Q9' }
    const done = await stage.run([{ ...first, setup }])
    const problems = problemsOf(done)
    expect(problems.map((one) => one.severity)).toEqual(['warning', 'warning', 'warning'])
    expect(problems.map((one) => one.message).join('\n')).toMatch(
      /Asking nobody for a review of #1[\s\S]*assigned to nobody[\s\S]*milestone “Q9”/,
    )
    expect(stage.double.repository(REPOSITORY).pull(1)).toMatchObject({ assignees: ['eve'], labels: ['pinwarden'], pull: { draft: true } })
    const { pulls } = (await snapshot(stage)) as { pulls: unknown[] }
    expect(pulls).toHaveLength(1)
  })
})

describe('a base branch that moves in the middle of a run', () => {
  it('is noticed when a pull request is opened, and only what it changes is built again', async () => {
    await at()
    const repo = stage.double.repository(REPOSITORY)
    const wanted = (compose: string) => [
      aProposal({ files: [{ path: 'compose.yaml', text: `${compose}# bumped\n`, mode: '100644' }] }),
      aProposal({ id: 'b', branch: 'pinwarden/b', files: [{ path: 'other.yaml', text: 'b\n', mode: '100644' }] }),
    ]
    stage.double.hooks.before = async (_, request) => {
      if (request.operation !== 'pulls/create' || repo.pulls().length > 0) return
      delete stage.double.hooks.before
      await repo.push('main', { 'compose.yaml': 'image: redis:7.2.4\n# a person\n' }, { author: 'ada' })
    }
    expect(problemsOf(await stage.run(wanted))).toEqual([])
    expect(await repo.text('compose.yaml', 'pinwarden/redis')).toBe('image: redis:7.2.4\n# a person\n# bumped\n')
    const writes = stage.double.requests.count({ write: true })
    await stage.run(wanted)
    expect(stage.double.requests.count({ write: true })).toBe(writes)
  })
})
