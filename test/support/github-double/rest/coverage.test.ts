import { generateKeyPairSync, sign } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aDependabotAlert } from '../../dependabot-alert.ts'
import { type Fixture, refusal, shop, startFixture } from '../fixture.ts'
import { restRoutes } from './index.ts'

/** Each operation is called by the real client with real arguments; the double checks request and answer against GitHub's description. */
describe('every REST operation answers as GitHub describes it', () => {
  let at: Fixture
  let head: string

  beforeAll(async () => {
    at = await startFixture({ unknownReads: 0 })
    head = (await at.double.repository('acme/shop').head()) ?? ''
  })
  afterAll(() => at.double.close())

  it('repository, users, limits, installation', async () => {
    const rest = at.rest()
    expect((await rest.repos.get(shop)).data).toMatchObject({
      full_name: 'acme/shop',
      default_branch: 'main',
      allow_squash_merge: true,
      permissions: { push: true, admin: false },
    })
    expect((await at.rest('ghp_alice').users.getAuthenticated()).data.login).toBe('alice')
    expect((await rest.rateLimit.get()).data.resources.graphql?.limit).toBe(5000)
    expect((await rest.users.getByUsername({ username: 'alice' })).data.name).toBe('Alice')
    expect((await rest.repos.getCollaboratorPermissionLevel({ ...shop, username: 'alice' })).data.permission).toBe('write')
  })

  it('the App itself, its installations, and teams', async () => {
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const unsigned = (claims: object) => `${encode({ alg: 'RS256' })}.${encode(claims)}`
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    at.double.state.app = {
      id: 7,
      slug: 'pinwarden',
      permissions: { contents: 'write', members: 'read' },
      publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    }
    at.double.state.teams = { 'acme/platform': ['alice'] }
    const text = unsigned({ iss: 7, exp: Math.floor(Date.now() / 1000) + 60 })
    const jwt = `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`
    const app = at.rest(jwt)
    expect((await app.apps.getAuthenticated()).data?.slug).toBe('pinwarden')
    const { data: installations } = await app.apps.listInstallations()
    expect((await app.apps.getRepoInstallation(shop)).data.id).toBe(installations[0]?.id)
    const { data: token } = await app.apps.createInstallationAccessToken({
      installation_id: installations[0]?.id ?? 0,
      permissions: { contents: 'read', members: 'read' },
    })
    const installed = at.rest(token.token)
    expect((await installed.apps.listReposAccessibleToInstallation()).data.repositories.map((repo) => repo.full_name)).toEqual([
      'acme/shop',
    ])
    expect((await installed.teams.listMembersInOrg({ org: 'acme', team_slug: 'platform' })).data).toMatchObject([{ login: 'alice' }])
    expect((await installed.teams.getMembershipForUserInOrg({ org: 'acme', team_slug: 'platform', username: 'alice' })).data.state).toBe(
      'active',
    )
    expect((await refusal(installed.issues.createLabel({ ...shop, name: 'x' }))).status).toBe(403)
    expect((await refusal(at.rest(`${text}.AAAA`).apps.getAuthenticated())).status).toBe(401)
    expect((await refusal(at.rest('ghs_actions').teams.listMembersInOrg({ org: 'acme', team_slug: 'platform' }))).status).toBe(403)
  })

  it('protection and rules of a branch', async () => {
    const rules = { requiredChecks: ['ci'], requiredApprovals: 2, pullRequestsOnly: true, bypass: [] }
    at.double.repository('acme/shop').data.protections = { classic: { ...rules, ruleset: false }, modern: { ...rules, ruleset: true } }
    at.double.addToken({ token: 'ghs_admin', kind: 'installation', permissions: { administration: 'read' } })
    const admin = at.rest('ghs_admin')
    expect((await admin.repos.getBranchProtection({ ...shop, branch: 'classic' })).data).toMatchObject({
      required_status_checks: { contexts: ['ci'] },
      required_pull_request_reviews: { required_approving_review_count: 2 },
    })
    expect((await refusal(admin.repos.getBranchProtection({ ...shop, branch: 'modern' }))).message).toBe('Branch not protected')
    expect((await refusal(at.rest().repos.getBranchProtection({ ...shop, branch: 'classic' }))).status).toBe(403)
    expect((await at.rest().repos.getBranchRules({ ...shop, branch: 'modern' })).data.map((rule) => rule.type)).toEqual([
      'deletion',
      'non_fast_forward',
      'required_status_checks',
      'pull_request',
    ])
    expect((await at.rest().repos.getBranchRules({ ...shop, branch: 'classic' })).data).toEqual([])
    at.double.repository('acme/shop').data.protections = {}
  })

  it('alerts of Dependabot, for those who may see them', async () => {
    const alert = aDependabotAlert({ number: 1, name: 'left-pad', fixed: '1.3.0', ghsa: 'GHSA-aaaa-bbbb-cccc', cve: 'CVE-2026-1' })
    const list = (token?: string) => at.rest(token).dependabot.listAlertsForRepo({ ...shop, state: 'open' })
    at.double.addToken({ token: 'ghs_security', kind: 'installation', permissions: { vulnerability_alerts: 'read' } })
    expect((await refusal(list('ghs_security'))).message).toMatch(/disabled/)
    at.double.repository('acme/shop').data.alerts = [alert, { ...alert, number: 2, state: 'dismissed' }]
    expect((await list('ghs_security')).data.map((one) => one.number)).toEqual([1])
    expect((await refusal(list('ghs_actions'))).status).toBe(403)
  })

  it('deployments', async () => {
    const rest = at.rest()
    const create = async () =>
      (await rest.repos.createDeployment({ ...shop, ref: 'main', environment: 'staging', required_contexts: [], auto_merge: false })).data
    const [first, second] = [await create(), await create()]
    for (const one of [first, second]) {
      if (!('id' in one)) throw new Error('no deployment')
      await rest.repos.createDeploymentStatus({ ...shop, deployment_id: one.id, state: 'success' })
    }
    const states = async (index: number) => {
      const { data } = await rest.repos.listDeployments({ ...shop, environment: 'staging' })
      return (await rest.repos.listDeploymentStatuses({ ...shop, deployment_id: data[index]?.id ?? 0 })).data.map((status) => status.state)
    }
    expect([await states(0), await states(1)]).toEqual([['success'], ['inactive', 'success']])
  })

  it('branches, commits, contents', async () => {
    const rest = at.rest()
    expect((await rest.repos.listBranches(shop)).data.map((branch) => branch.name)).toEqual(['change', 'main'])
    expect((await rest.repos.getBranch({ ...shop, branch: 'main' })).data.commit.sha).toBe(head)
    expect((await rest.repos.listCommits({ ...shop, path: 'versions.yaml' })).data).toHaveLength(1)
    expect((await rest.repos.getCommit({ ...shop, ref: 'change' })).data.files?.map((file) => file.filename)).toEqual([
      'new.txt',
      'versions.yaml',
    ])
    const { data } = await rest.repos.compareCommitsWithBasehead({ ...shop, basehead: 'main...change' })
    expect(data).toMatchObject({
      status: 'ahead',
      ahead_by: 1,
      files: [{ filename: 'new.txt', status: 'added', patch: '@@ -0,0 +1 @@\n+new' }, { filename: 'versions.yaml' }],
    })
    const file = await rest.repos.getContent({ ...shop, path: 'bin/run.sh' })
    expect(file.data).toMatchObject({ type: 'file', content: `${Buffer.from('echo run\n').toString('base64')}\n` })
    const folder = await rest.repos.getContent({ ...shop, path: '', ref: 'change' })
    expect(folder.data).toMatchObject([
      { name: '.github', type: 'dir' },
      { name: 'bin' },
      { name: 'link', type: 'symlink' },
      { name: 'new.txt' },
      { name: 'versions.yaml' },
    ])
    expect((await rest.repos.getContent({ ...shop, path: 'link' })).data).toMatchObject({ type: 'symlink', target: 'versions.yaml' })
    expect((await rest.repos.getContent({ ...shop, path: 'versions.yaml', mediaType: { format: 'raw' } })).data).toBe('components: {}\n')
    const put = await rest.repos.createOrUpdateFileContents({
      ...shop,
      path: 'docs/a b.md',
      message: 'docs',
      content: Buffer.from('x').toString('base64'),
      branch: 'change',
    })
    expect(put.data.commit.verification?.verified).toBe(true)
    await rest.repos.deleteFile({ ...shop, path: 'docs/a b.md', message: 'docs', sha: put.data.content?.sha ?? '', branch: 'change' })
  })

  it('git refs, blobs, trees, commits and tags', async () => {
    const rest = at.rest()
    const blob = await rest.git.createBlob({ ...shop, content: 'aGk=', encoding: 'base64' })
    const tree = await rest.git.createTree({
      ...shop,
      base_tree: head,
      tree: [
        { path: 'hi.sh', mode: '100755', type: 'blob', sha: blob.data.sha },
        { path: 'link', mode: '120000', type: 'blob', sha: null },
      ],
    })
    const commit = await rest.git.createCommit({ ...shop, message: 'feat: hi', tree: tree.data.sha, parents: [head] })
    expect(commit.data.verification.verified).toBe(true)
    const { data: ref } = await rest.git.createRef({ ...shop, ref: 'refs/heads/data/one', sha: head })
    expect(ref.object.sha).toBe(head)
    await rest.git.updateRef({ ...shop, ref: 'heads/data/one', sha: commit.data.sha })
    expect((await rest.git.getRef({ ...shop, ref: 'heads/data/one' })).data.object.sha).toBe(commit.data.sha)
    expect((await rest.git.listMatchingRefs({ ...shop, ref: 'heads/dat' })).data).toHaveLength(1)
    expect((await rest.git.getCommit({ ...shop, commit_sha: commit.data.sha })).data.message).toBe('feat: hi')
    const listed = await rest.git.getTree({ ...shop, tree_sha: commit.data.sha, recursive: '1' })
    expect(listed.data.tree.map((entry) => `${entry.mode} ${entry.path}`)).toEqual([
      '040000 .github',
      '040000 .github/workflows',
      '100644 .github/workflows/ci.yml',
      '040000 bin',
      '100755 bin/run.sh',
      '100755 hi.sh',
      '100644 versions.yaml',
    ])
    expect((await rest.git.getBlob({ ...shop, file_sha: blob.data.sha })).data).toMatchObject({ size: 2, content: 'aGk=\n' })
    const tag = await rest.git.createTag({ ...shop, tag: 'v2.0.0', message: 'Two', object: commit.data.sha, type: 'commit' })
    await rest.git.createRef({ ...shop, ref: 'refs/tags/v2.0.0', sha: tag.data.sha })
    expect((await rest.git.getTag({ ...shop, tag_sha: tag.data.sha })).data.object.sha).toBe(commit.data.sha)
    expect((await rest.repos.listTags(shop)).data).toMatchObject([{ name: 'v2.0.0', commit: { sha: commit.data.sha } }, { name: 'v1.0.0' }])
    await rest.git.deleteRef({ ...shop, ref: 'heads/data/one' })
  })

  it('pull requests, reviews, reviewers, merging', async () => {
    const rest = at.rest()
    const { data: pull } = await rest.pulls.create({
      ...shop,
      title: 'Change',
      head: 'change',
      base: 'main',
      body: 'b',
      draft: false,
      maintainer_can_modify: false,
    })
    const one = { ...shop, pull_number: pull.number }
    expect((await rest.pulls.list({ ...shop, head: 'acme:change', state: 'open' })).data).toHaveLength(1)
    expect((await rest.pulls.listFiles(one)).data.map((file) => file.filename)).toEqual(['new.txt', 'versions.yaml'])
    expect((await rest.pulls.listCommits(one)).data).toHaveLength(3)
    expect(
      (await rest.pulls.requestReviewers({ ...one, reviewers: ['alice'], team_reviewers: ['platform'] })).data.requested_teams,
    ).toHaveLength(1)
    expect((await rest.pulls.listRequestedReviewers(one)).data).toMatchObject({
      users: [{ login: 'alice' }],
      teams: [{ slug: 'platform' }],
    })
    await rest.pulls.removeRequestedReviewers({ ...one, reviewers: [], team_reviewers: ['platform'] })
    const review = await at.rest('ghp_alice').pulls.createReview({ ...one, event: 'APPROVE' })
    expect((await rest.pulls.listReviews(one)).data).toMatchObject([{ state: 'APPROVED', user: { login: 'alice' } }])
    await rest.pulls.dismissReview({ ...one, review_id: review.data.id, message: 'old' })
    await at.double.repository('acme/shop').push('main', { 'other.txt': 'x' })
    await rest.pulls.updateBranch(one)
    await rest.pulls.update({ ...one, title: 'Changed' })
    expect((await rest.pulls.get(one)).data).toMatchObject({
      title: 'Changed',
      mergeable: true,
      mergeable_state: 'clean',
      commits: 4,
      changed_files: 2,
    })
    await expect(rest.pulls.checkIfMerged(one)).rejects.toMatchObject({ status: 404 })
    const merged = await rest.pulls.merge({ ...one, merge_method: 'squash' })
    expect((await rest.pulls.checkIfMerged(one)).status).toBe(204)
    expect(
      (await rest.repos.listPullRequestsAssociatedWithCommit({ ...shop, commit_sha: merged.data.sha })).data.map((found) => found.number),
    ).toEqual([pull.number])
  })

  it('issues, comments, labels', async () => {
    const rest = at.rest()
    const { data: issue } = await rest.issues.create({ ...shop, title: 'Dashboard', body: 'x', labels: ['bug'], milestone: 1 })
    const one = { ...shop, issue_number: issue.number }
    expect((await rest.issues.get(one)).data).toMatchObject({ title: 'Dashboard', milestone: { title: '2.0' }, labels: [{ name: 'bug' }] })
    await rest.issues.update({ ...one, state: 'closed', state_reason: 'not_planned', labels: ['bug', 'new'] })
    expect((await rest.issues.listForRepo({ ...shop, state: 'closed', labels: 'new' })).data).toMatchObject([
      { number: issue.number, state_reason: 'not_planned' },
    ])
    expect((await rest.issues.listEvents(one)).data.map((event) => event.event)).toEqual(['labeled', 'closed', 'labeled'])
    expect((await rest.issues.listMilestones(shop)).data).toHaveLength(1)
    await rest.issues.addAssignees({ ...one, assignees: ['alice', 'nobody'] })
    expect((await rest.issues.removeAssignees({ ...one, assignees: [] })).data.assignees).toMatchObject([{ login: 'alice' }])
    const { data: comment } = await rest.issues.createComment({ ...one, body: '/pinwarden rebase' })
    await rest.issues.updateComment({ ...shop, comment_id: comment.id, body: 'edited' })
    expect((await rest.issues.getComment({ ...shop, comment_id: comment.id })).data.body).toBe('edited')
    expect((await rest.reactions.createForIssueComment({ ...shop, comment_id: comment.id, content: '+1' })).status).toBe(201)
    expect((await rest.issues.listComments(one)).data).toHaveLength(1)
    expect((await rest.issues.listCommentsForRepo(shop)).data).toHaveLength(1)
    await rest.issues.deleteComment({ ...shop, comment_id: comment.id })
    await rest.issues.createLabel({ ...shop, name: 'risk: low', color: '00ff00', description: 'small' })
    await rest.issues.updateLabel({ ...shop, name: 'risk: low', new_name: 'risk: tiny', color: '00ff01' })
    expect((await rest.issues.getLabel({ ...shop, name: 'risk: tiny' })).data.color).toBe('00ff01')
    await rest.issues.addLabels({ ...one, labels: ['risk: tiny'] })
    await rest.issues.setLabels({ ...one, labels: ['risk: tiny', 'bug'] })
    await rest.issues.removeLabel({ ...one, name: 'risk: tiny' })
    expect((await rest.issues.listLabelsOnIssue(one)).data).toMatchObject([{ name: 'bug' }])
    await rest.issues.removeAllLabels(one)
    await rest.issues.deleteLabel({ ...shop, name: 'risk: tiny' })
    expect((await rest.issues.listLabelsForRepo(shop)).data.map((label) => label.name)).toEqual(['bug', 'new'])
    expect((await rest.search.issuesAndPullRequests({ q: 'repo:acme/shop is:issue is:closed dashboard' })).data.total_count).toBe(1)
  })

  it('releases and assets', async () => {
    const rest = at.rest()
    expect((await rest.repos.getLatestRelease(shop)).data.tag_name).toBe('v1.0.0')
    const { data: draft } = await rest.repos.createRelease({ ...shop, tag_name: 'v3.0.0', name: 'Three', body: 'notes', draft: true })
    const asset = await rest.repos.uploadReleaseAsset({
      ...shop,
      baseUrl: at.double.uploadUrl,
      release_id: draft.id,
      name: 'sums.txt',
      data: 'abc',
    })
    expect(asset.data).toMatchObject({ size: 3, digest: 'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' })
    await rest.repos.updateRelease({ ...shop, release_id: draft.id, draft: false, make_latest: 'true' })
    expect((await rest.repos.getReleaseByTag({ ...shop, tag: 'v3.0.0' })).data.published_at).not.toBeNull()
    expect((await rest.repos.getRelease({ ...shop, release_id: draft.id })).data.assets).toHaveLength(1)
    expect((await rest.repos.listReleaseAssets({ ...shop, release_id: draft.id })).data).toHaveLength(1)
    const bytes = await rest.repos.getReleaseAsset({ ...shop, asset_id: asset.data.id, headers: { accept: 'application/octet-stream' } })
    expect(Buffer.from(bytes.data as unknown as ArrayBuffer).toString()).toBe('abc')
    expect((await rest.repos.listReleases(shop)).data.map((release) => release.tag_name)).toEqual(['v3.0.0', 'v1.0.0'])
    await rest.repos.deleteReleaseAsset({ ...shop, asset_id: asset.data.id })
    await rest.repos.deleteRelease({ ...shop, release_id: draft.id })
  })

  it('checks and statuses', async () => {
    const rest = at.rest()
    const output = {
      title: 'Findings',
      summary: 'two',
      annotations: [{ path: 'versions.yaml', start_line: 1, end_line: 1, annotation_level: 'warning' as const, message: 'old' }],
    }
    const { data: run } = await rest.checks.create({ ...shop, name: 'pinwarden', head_sha: head, status: 'in_progress', output })
    await rest.checks.update({ ...shop, check_run_id: run.id, conclusion: 'success', output })
    expect((await rest.checks.get({ ...shop, check_run_id: run.id })).data).toMatchObject({
      status: 'completed',
      conclusion: 'success',
      output: { annotations_count: 2 },
    })
    expect((await rest.checks.listForRef({ ...shop, ref: head, filter: 'latest' })).data.total_count).toBe(1)
    expect((await rest.checks.listSuitesForRef({ ...shop, ref: head })).data.check_suites).toMatchObject([
      { status: 'completed', conclusion: 'success', latest_check_runs_count: 1 },
    ])
    expect((await rest.checks.listAnnotations({ ...shop, check_run_id: run.id })).data).toHaveLength(2)
    expect((await rest.repos.getCombinedStatusForRef({ ...shop, ref: head })).data.state).toBe('pending')
    await rest.repos.createCommitStatus({ ...shop, sha: head, state: 'success', context: 'ci', description: 'ok' })
    expect((await rest.repos.getCombinedStatusForRef({ ...shop, ref: head })).data).toMatchObject({ state: 'success', total_count: 1 })
    expect((await rest.repos.listCommitStatusesForRef({ ...shop, ref: head })).data).toHaveLength(1)
  })

  it('workflows', async () => {
    const rest = at.rest()
    await rest.actions.createWorkflowDispatch({ ...shop, workflow_id: 'ci.yml', ref: 'main', inputs: { component: 'redis' } })
    const { data } = await rest.actions.listWorkflowRunsForRepo({ ...shop, event: 'workflow_dispatch' })
    const run = { ...shop, run_id: data.workflow_runs[0]?.id ?? 0 }
    expect((await rest.actions.listWorkflowRuns({ ...shop, workflow_id: 'ci.yml' })).data.total_count).toBe(1)
    await rest.actions.reRunWorkflowFailedJobs(run)
    await rest.actions.reRunWorkflow(run)
    expect((await rest.actions.getWorkflowRun(run)).data.run_attempt).toBe(3)
    await rest.repos.createDispatchEvent({ ...shop, event_type: 'go' })
  })

  it('leaves no operation untried and no violation behind', () => {
    const asked = at.double.requests.byOperation()
    expect(Object.keys(restRoutes).filter((id) => asked[id] === undefined)).toEqual([])
    at.double.assertClean()
  })
})
