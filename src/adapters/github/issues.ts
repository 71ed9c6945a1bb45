import type { Access, Issues, OwnIssue, Thread } from '../../ports/issues.ts'
import { type Attempt, attempting, ownerAndName, statusOf } from './attempt.ts'
import type { Client } from './client.ts'
import { readOwnIssues, readThread } from './threads.ts'

type Repo = { owner: string; repo: string }

const WRITE = 'issues: write and pull-requests: write'

/** Conversations of a repository on GitHub, pull requests among them. */
export function githubIssues(client: Client, repository: string): Issues {
  const repo = ownerAndName(repository)
  const attempt = attempting(repository)
  const { issues, reactions } = client.rest
  return {
    thread: (number, labels = []) =>
      attempt(
        { doing: `Reading #${number}`, needs: 'pull-requests: read' },
        (): Promise<Thread> => readThread(client, repo, number, labels),
      ),
    comment: (number, text) =>
      attempt({ doing: `Commenting on #${number}`, needs: WRITE }, async () => {
        const { data } = await issues.createComment({ ...repo, issue_number: number, body: text })
        return { id: data.id, body: data.body ?? text }
      }),
    editComment: (id, text) =>
      attempt({ doing: 'Editing a comment', needs: WRITE }, async () => {
        await issues.updateComment({ ...repo, comment_id: id, body: text })
      }),
    deleteComment: (id) =>
      attempt({ doing: 'Deleting a comment', needs: WRITE }, () => unlessGone(issues.deleteComment({ ...repo, comment_id: id }))),
    react: (comment, content) =>
      attempt({ doing: 'Answering a comment', needs: WRITE }, () =>
        unlessGone(reactions.createForIssueComment({ ...repo, comment_id: comment, content })),
      ),
    access: (login) => attempt({ doing: `Asking what ${login} may do`, needs: 'metadata: read' }, () => accessOf(client, repo, login)),
    ...labelling(client, repo, attempt),
    ...ownIssues(client, repo, attempt),
  }
}

function labelling(client: Client, repo: Repo, attempt: Attempt): Pick<Issues, 'createLabel' | 'changeLabels'> {
  const { issues } = client.rest
  return {
    createLabel: (label) =>
      attempt({ doing: `Creating label “${label.name}”`, needs: 'issues: write' }, async () => {
        try {
          await issues.createLabel({ ...repo, ...label })
        } catch (error) {
          // It exists: another run was faster.
          if (statusOf(error) !== 422) throw error
        }
      }),
    changeLabels: (number, { add, remove }) =>
      attempt({ doing: `Labelling #${number}`, needs: WRITE }, async () => {
        if (add.length > 0) await issues.addLabels({ ...repo, issue_number: number, labels: [...add] })
        for (const name of remove) await unlessGone(issues.removeLabel({ ...repo, issue_number: number, name }))
      }),
  }
}

function ownIssues(client: Client, repo: Repo, attempt: Attempt): Pick<Issues, 'own' | 'open' | 'edit'> {
  const { issues } = client.rest
  return {
    own: (label) => attempt({ doing: 'Reading issues', needs: 'issues: read' }, () => readOwnIssues(client, repo, label)),
    open: ({ title, body, labels }) =>
      attempt({ doing: 'Opening an issue', needs: 'issues: write' }, async (): Promise<OwnIssue> => {
        const { data } = await issues.create({ ...repo, title, body, labels: [...labels] })
        return { number: data.number, url: data.html_url, title, body, state: 'open', editor: null }
      }),
    edit: (number, change) =>
      attempt({ doing: `Editing #${number}`, needs: 'issues: write' }, async () => {
        await issues.update({ ...repo, issue_number: number, ...change })
      }),
  }
}

async function unlessGone(request: Promise<unknown>): Promise<void> {
  try {
    await request
  } catch (error) {
    if (statusOf(error) !== 404 && statusOf(error) !== 410) throw error
  }
}

const ACCESS: readonly Access[] = ['admin', 'maintain', 'write', 'triage', 'read']

/** The finer word where the forge has one that we know: roles that an organisation made have a base permission. */
async function accessOf(client: Client, repo: Repo, login: string): Promise<Access> {
  try {
    const { data } = await client.rest.repos.getCollaboratorPermissionLevel({ ...repo, username: login })
    return ACCESS.find((one) => one === data.role_name) ?? ACCESS.find((one) => one === data.permission) ?? 'none'
  } catch (error) {
    if (statusOf(error) === 404) return 'none'
    throw error
  }
}
