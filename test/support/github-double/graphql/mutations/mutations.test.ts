import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Fixture, graphRefusal, startFixture } from '../../fixture.ts'
import type { GraphContext } from '../context.ts'
import { mutationRoot } from './index.ts'

/** Each mutation is sent by the real client; its document is checked against GitHub's schema by the double. */
describe('every mutation does what its name says', () => {
  let at: Fixture
  let repositoryId: string
  let head: string
  const asked = new Set<string>()

  beforeAll(async () => {
    at = await startFixture({ unknownReads: 0 })
    const { repository } = await at.graph()<{ repository: { id: string; ref: { target: { oid: string } } } }>(
      '{ repository(owner: "acme", name: "shop") { id ref(qualifiedName: "main") { target { oid } } } }',
    )
    repositoryId = repository.id
    head = repository.ref.target.oid
  })
  afterAll(() => at.double.close())

  /** Sends a mutation by its name with its input, and gives the payload. */
  async function send<T>(name: string, input: Record<string, unknown>, fields: string): Promise<T> {
    asked.add(name)
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`
    const answer = await at.graph()<Record<string, T>>(
      `mutation Do($input: ${type}) { ${name}(input: $input) { clientMutationId ${fields} } }`,
      { input },
    )
    return answer[name] as T
  }

  it('on refs', async () => {
    const { ref } = await send<{ ref: { id: string; name: string } }>(
      'createRef',
      { repositoryId, name: 'refs/heads/work', oid: head },
      'ref { id name }',
    )
    expect(ref.name).toBe('work')
    expect((await graphRefusal(send('createRef', { repositoryId, name: 'refs/heads/work', oid: head }, 'ref { id }'))).message).toBe(
      'A ref named "refs/heads/work" already exists in the repository.',
    )
    const change = (await at.double.repository('acme/shop').head('change')) ?? ''
    await send('updateRef', { refId: ref.id, oid: change }, 'ref { target { oid } }')
    expect((await graphRefusal(send('updateRef', { refId: ref.id, oid: head }, 'ref { id }'))).type).toBe('UNPROCESSABLE')
    await send('updateRef', { refId: ref.id, oid: head, force: true }, 'ref { id }')
    await send('deleteRef', { refId: ref.id }, '')
    expect(await at.double.repository('acme/shop').branches()).toEqual(['change', 'main'])
  })

  it('on several refs in one step, all or none, from where they are said to stand', async () => {
    const change = (await at.double.repository('acme/shop').head('change')) ?? ''
    const [a, b, none] = ['refs/heads/a', 'refs/heads/b', '0'.repeat(40)]
    const update = (refUpdates: object[]) => send('updateRefs', { repositoryId, refUpdates }, '')
    await update([
      { name: a, afterOid: head },
      { name: b, afterOid: change, beforeOid: none },
    ])
    const refusal = await graphRefusal(
      update([
        { name: a, afterOid: change, beforeOid: head },
        { name: b, afterOid: head, beforeOid: head, force: true },
      ]),
    )
    expect(refusal.type).toBe('UNPROCESSABLE')
    expect(await at.double.repository('acme/shop').head('a')).toBe(head)
    await update([
      { name: a, afterOid: none, beforeOid: head },
      { name: b, afterOid: none },
    ])
    expect(await at.double.repository('acme/shop').branches()).toEqual(['change', 'main'])
  })

  it('on commits, by the id of the ref too', async () => {
    const { repository } = await at.graph()<{ repository: { ref: { id: string; target: { oid: string } } } }>(
      '{ repository(owner: "acme", name: "shop") { ref(qualifiedName: "refs/heads/change") { id target { oid } } } }',
    )
    const input = {
      branch: { id: repository.ref.id },
      message: { headline: 'One' },
      expectedHeadOid: repository.ref.target.oid,
      fileChanges: { additions: [{ path: 'x', contents: 'eA==' }] },
    }
    const made = await send<{
      commit: { messageHeadline: string; signature: { wasSignedByGitHub: boolean } }
      ref: { target: { oid: string } }
    }>('createCommitOnBranch', input, 'commit { messageHeadline signature { wasSignedByGitHub } } ref { target { oid } }')
    expect(made.commit).toEqual({ messageHeadline: 'One', signature: { wasSignedByGitHub: true } })
    expect(made.ref.target.oid).toBe(await at.double.repository('acme/shop').head('change'))
  })

  it('on pull requests and labels', async () => {
    const open = { repositoryId, title: 'Change', body: 'b', headRefName: 'change', baseRefName: 'main', draft: true }
    const { pullRequest } = await send<{ pullRequest: { id: string; number: number } }>(
      'createPullRequest',
      open,
      'pullRequest { id number isDraft }',
    )
    const pullRequestId = pullRequest.id
    expect((await graphRefusal(send('createPullRequest', open, 'pullRequest { id }'))).message).toBe(
      'A pull request already exists for acme:change.',
    )
    await send('markPullRequestReadyForReview', { pullRequestId }, 'pullRequest { isDraft }')
    await send('convertPullRequestToDraft', { pullRequestId }, 'pullRequest { isDraft }')
    await send('markPullRequestReadyForReview', { pullRequestId }, 'pullRequest { isDraft }')
    const { label } = await send<{ label: { id: string } }>(
      'createLabel',
      { repositoryId, name: 'risk: low', color: '00ff00' },
      'label { id }',
    )
    expect((await graphRefusal(send('createLabel', { repositoryId, name: 'RISK: low', color: '00ff00' }, 'label { id }'))).message).toBe(
      'Name has already been taken',
    )
    await send('updateLabel', { id: label.id, color: 'ff0000' }, 'label { color }')
    const labels = 'labelable { labels(first: 5) { nodes { name color } } }'
    expect(await send('addLabelsToLabelable', { labelableId: pullRequestId, labelIds: [label.id] }, labels)).toMatchObject({
      labelable: { labels: { nodes: [{ name: 'risk: low', color: 'ff0000' }] } },
    })
    await send('removeLabelsFromLabelable', { labelableId: pullRequestId, labelIds: [label.id] }, labels)
    await send('addLabelsToLabelable', { labelableId: pullRequestId, labelIds: [label.id] }, labels)
    expect(await send('clearLabelsFromLabelable', { labelableId: pullRequestId }, labels)).toMatchObject({
      labelable: { labels: { nodes: [] } },
    })
    await send('deleteLabel', { id: label.id }, '')
    await send('updatePullRequest', { pullRequestId, title: 'New', body: 'text' }, 'pullRequest { title }')
    await send('closePullRequest', { pullRequestId }, 'pullRequest { state }')
    expect(await send('reopenPullRequest', { pullRequestId }, 'pullRequest { state title }')).toMatchObject({
      pullRequest: { state: 'OPEN', title: 'New' },
    })
  })

  it('on merging', async () => {
    const repo = at.double.repository('acme/shop')
    const { repository } = await at.graph()<{ repository: { pullRequest: { id: string } } }>(
      '{ repository(owner: "acme", name: "shop") { pullRequest(number: 1) { id mergeStateStatus } } }',
    )
    const pullRequestId = repository.pullRequest.id
    repo.data.settings.autoMerge = true
    repo.data.protections['main'] = { requiredChecks: ['ci'], requiredApprovals: 0, pullRequestsOnly: true, bypass: [], ruleset: false }
    await send(
      'enablePullRequestAutoMerge',
      { pullRequestId, mergeMethod: 'SQUASH' },
      'pullRequest { autoMergeRequest { mergeMethod enabledBy { login } } }',
    )
    await send('disablePullRequestAutoMerge', { pullRequestId }, 'pullRequest { autoMergeRequest { mergeMethod } }')
    expect((await graphRefusal(send('mergePullRequest', { pullRequestId }, 'pullRequest { id }'))).message).toBe(
      'Required status check "ci" is expected.',
    )
    await repo.check((await repo.head('change')) ?? '', 'ci', 'success')
    const merged = await send(
      'mergePullRequest',
      { pullRequestId, mergeMethod: 'SQUASH', commitHeadline: 'Headline', commitBody: 'Body' },
      'pullRequest { state mergeCommit { message } }',
    )
    expect(merged).toMatchObject({ pullRequest: { state: 'MERGED', mergeCommit: { message: 'Headline\n\nBody' } } })
  })

  it('on issues and comments', async () => {
    const { issue } = await send<{ issue: { id: string } }>('createIssue', { repositoryId, title: 'Dashboard' }, 'issue { id }')
    const added = await send<{ commentEdge: { node: { id: string } } }>(
      'addComment',
      { subjectId: issue.id, body: 'one' },
      'commentEdge { node { id body } } subject { id }',
    )
    const { id } = added.commentEdge.node
    expect(await send('updateIssueComment', { id, body: 'two' }, 'issueComment { body }')).toMatchObject({ issueComment: { body: 'two' } })
    await send('deleteIssueComment', { id }, '')
    await send('updateIssue', { id: issue.id, title: 'Board', body: 'x' }, 'issue { title }')
    expect(await send('closeIssue', { issueId: issue.id }, 'issue { state stateReason comments(first: 1) { totalCount } }')).toMatchObject({
      issue: { state: 'CLOSED', stateReason: 'COMPLETED', comments: { totalCount: 0 } },
    })
  })

  it('on a queue that is there', async () => {
    const { data } = at.double.repository('acme/shop')
    delete data.protections['main']
    await at.double.repository('acme/shop').push('queued', { 'queued.txt': 'x' })
    const { pullRequest } = await send<{ pullRequest: { id: string } }>(
      'createPullRequest',
      { repositoryId, title: 'Queued', headRefName: 'queued', baseRefName: 'main' },
      'pullRequest { id }',
    )
    const enqueue = () => send('enqueuePullRequest', { pullRequestId: pullRequest.id }, '')
    expect((await graphRefusal(enqueue())).message).toBe('No merge queue found for branch')
    data.settings.mergeQueue = 'SQUASH'
    await enqueue()
    data.settings.mergeQueue = null
    expect(data.issues.at(-1)?.pull?.queued).toBe(true)
  })

  it('leaves none untried and no violation behind', () => {
    const all = Object.keys(mutationRoot({ double: at.double.context } as GraphContext))
    expect(all.filter((name) => !asked.has(name))).toEqual([])
    at.double.assertClean()
  })
})
