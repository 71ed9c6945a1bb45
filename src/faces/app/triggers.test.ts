import { describe, expect, it } from 'vitest'
import { triggerOf } from './triggers.ts'

const installation = { id: 7 }
const repository = { id: 5, full_name: 'acme/shop', default_branch: 'trunk' }
const ref = { id: 5, name: 'acme/shop', installation: 7 }
const base = { installation, repository, sender: { login: 'alice' } }
const pull = (merged: boolean, branch = 'pinwarden/redis', from: number | null = 5) => ({
  pull_request: { merged, head: { ref: branch, repo: from === null ? null : { id: from } } },
})

const comment = (body: string, type = 'User') => ({
  ...base,
  action: 'created',
  issue: { number: 7 },
  comment: { id: 1, body, html_url: 'https://example.org', user: { login: 'alice', type } },
})
const board = { ...base, action: 'edited', issue: { labels: [{ name: 'pinwarden: dashboard' }] }, changes: { body: { from: '' } } }

describe('what an event asks for', () => {
  it.each([
    ['a push to the default branch', 'push', { ...base, ref: 'refs/heads/trunk' }],
    ['a merged pull request of ours', 'pull_request', { ...base, action: 'closed', ...pull(true) }],
    ['a closed one', 'pull_request', { ...base, action: 'closed', ...pull(false) }],
    ['a reopened one', 'pull_request', { ...base, action: 'reopened', ...pull(false) }],
    ['one that we merged ourselves', 'pull_request', { ...base, action: 'closed', ...pull(true), sender: { login: 'pinwarden[bot]' } }],
    ['another default branch', 'repository', { ...base, action: 'edited', changes: { default_branch: { from: 'main' } } }],
    ['a repository that has a new owner', 'repository', { ...base, action: 'transferred', changes: { owner: {} } }],
    ['an archived repository that is back', 'repository', { ...base, action: 'unarchived' }],
  ])('%s: a run', (_, event, payload) => {
    expect(triggerOf(event, payload, 'pinwarden[bot]')).toMatchObject({ kind: 'run', repositories: [ref] })
  })

  it.each([
    ['checks that ended', 'check_suite', { ...base, action: 'completed', check_suite: { head_branch: 'trunk' } }],
    ['a failed status', 'status', { ...base, state: 'failure', branches: [{ name: 'trunk' }] }],
    ['a deployment that failed', 'deployment_status', { ...base, action: 'created', deployment_status: { state: 'failure' } }],
  ])('%s: a look at what was merged', (_, event, payload) => {
    expect(triggerOf(event, payload, 'pinwarden[bot]')).toMatchObject({ kind: 'watch', repository: ref })
  })

  it.each([
    ['checks of another branch', 'check_suite', { ...base, action: 'completed', check_suite: { head_branch: 'feature' } }],
    ['a status that waits', 'status', { ...base, state: 'pending', branches: [{ name: 'trunk' }] }],
    ['a deployment under way', 'deployment_status', { ...base, action: 'created', deployment_status: { state: 'in_progress' } }],
    ['a tag', 'push', { ...base, ref: 'refs/tags/trunk' }],
    ['another branch', 'push', { ...base, ref: 'refs/heads/feature' }],
    ['a deleted branch', 'push', { ...base, ref: 'refs/heads/trunk', deleted: true }],
    ['a push without an installation', 'push', { ...base, installation: undefined, ref: 'refs/heads/trunk' }],
    ['an archived repository', 'push', { ...base, repository: { ...repository, archived: true }, ref: 'refs/heads/trunk' }],
    ['a person’s pull request', 'pull_request', { ...base, action: 'closed', ...pull(true, 'feature') }],
    ['a fork’s branch that is named like ours', 'pull_request', { ...base, action: 'closed', ...pull(true, 'pinwarden/x', 6) }],
    ['a fork that is gone', 'pull_request', { ...base, action: 'closed', ...pull(false, 'pinwarden/x', null) }],
    ['what we closed ourselves', 'pull_request', { ...base, action: 'closed', ...pull(false), sender: { login: 'pinwarden[bot]' } }],
    ['a new label on a pull request', 'pull_request', { ...base, action: 'labeled', ...pull(false) }],
    ['words', 'issue_comment', comment('Looks good.')],
    ['a command of a bot', 'issue_comment', comment('/pinwarden hold', 'Bot')],
    ['a command that was edited in', 'issue_comment', { ...comment('/pinwarden hold'), action: 'edited' }],
    ['another issue', 'issues', { ...base, action: 'edited', issue: { labels: [] }, changes: { body: { from: '' } } }],
    ['our own writing of the dashboard', 'issues', { ...board, sender: { login: 'pinwarden[bot]', type: 'Bot' } }],
    ['a new name', 'repository', { ...base, action: 'renamed', changes: { repository: { name: { from: 'x' } } } }],
    ['a new description', 'repository', { ...base, action: 'edited', changes: { description: { from: 'x' } } }],
    ['a workflow started by hand', 'workflow_dispatch', base],
  ])('%s: nothing', (_, event, payload) => {
    expect(triggerOf(event, payload, 'pinwarden[bot]').kind).toBe('nothing')
  })

  it.each([
    ['a new one', { action: 'opened' }],
    ['a new commit', { action: 'synchronize' }],
    ['another base', { action: 'edited', changes: { base: { ref: { from: 'main' } } } }],
  ])('%s of a pull request, also of a fork: a review', (_, more) => {
    const { pull_request } = pull(false, 'feature', 6)
    const payload = { ...base, ...more, pull_request: { ...pull_request, number: 7 } }
    expect(triggerOf('pull_request', payload, null)).toMatchObject({ kind: 'review', repository: ref, subject: { pull: 7 } })
  })

  it('a group of the merge queue: a review of what it puts onto the base', () => {
    const payload = { ...base, action: 'checks_requested', merge_group: { base_sha: 'b', head_sha: 'h' } }
    expect(triggerOf('merge_group', payload, null)).toMatchObject({ kind: 'review', subject: { base: 'b', head: 'h' } })
    expect(triggerOf('merge_group', { ...payload, action: 'destroyed' }, null).kind).toBe('nothing')
  })

  it('a command in a comment: that it is obeyed; a tick on the dashboard: a run', () => {
    expect(triggerOf('issue_comment', comment('/pinwarden hold'), null)).toMatchObject({ kind: 'comment', event: { number: 7 } })
    expect(triggerOf('issues', board, null)).toMatchObject({ kind: 'run', repositories: [ref] })
  })

  it('a new installation and many new repositories: a look at which of them have a registry', () => {
    expect(triggerOf('installation', { installation, action: 'created' }, null)).toMatchObject({ kind: 'survey', installation: 7 })
    const added = (count: number) => Array.from({ length: count }, (_, id) => ({ id, full_name: `acme/${id}` }))
    const selection = (count: number) =>
      triggerOf('installation_repositories', { installation, action: 'added', repositories_added: added(count) }, null)
    expect(selection(11)).toMatchObject({ kind: 'survey' })
    expect(selection(2)).toMatchObject({ kind: 'run', repositories: [{ name: 'acme/0', installation: 7 }, { name: 'acme/1' }] })
    expect(selection(0)).toMatchObject({ kind: 'nothing' })
  })

  it.each([
    ['installation', { installation, action: 'suspend' }, { installation: 7 }],
    ['installation_repositories', { installation, action: 'removed', repositories_removed: [{ id: 5, full_name: 'acme/shop' }] }, {}],
    ['repository', { ...base, action: 'archived' }, { repositories: [5] }],
  ])('%s, where we may no longer work: nothing more is done there', (event, payload, more) => {
    expect(triggerOf(event, payload, null)).toMatchObject({ kind: 'forget', ...more })
  })
})
