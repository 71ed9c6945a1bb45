import { setTimeout as wait } from 'node:timers/promises'
import * as z from 'zod'
import { fail, type Problem } from '../../core/model/problems.ts'
import { type Forge, ForgeConflict } from '../../ports/forge.ts'
import type { Merging } from '../../ports/merging.ts'
import { type Attempt, attempting, ownerAndName } from './attempt.ts'
import type { Client } from './client.ts'
import { commitFiles, committing } from './commit.ts'
import { repositoryFiles } from './files.ts'
import { githubMerging } from './merging.ts'
import { observe } from './observe.ts'
import { botComments, dropDoubles, milestonesOf, setUpPull } from './people.ts'
import { moveRefs } from './refs.ts'
import { says } from './refusals.ts'

/** A repository on GitHub. `baseBranch`: null for the default branch. `sleep`: between looks at what GitHub still computes. */
export function githubForge(
  client: Client,
  repository: string,
  host: string,
  baseBranch: string | null = null,
  sleep: (ms: number) => Promise<void> = wait,
): Forge {
  const repo = ownerAndName(repository)
  const milestones = milestonesOf(client, repo)
  let id: string | null = null
  // A renamed repository answers under both names, but not every write reaches it under the old one.
  const meet = (found: { nameWithOwner: string; id: string }): Problem[] => {
    id = found.id
    const now = ownerAndName(found.nameWithOwner)
    const renamed = now.owner.toLowerCase() !== repo.owner.toLowerCase() || now.repo.toLowerCase() !== repo.repo.toLowerCase()
    Object.assign(repo, now)
    return renamed || found.nameWithOwner.toLowerCase() !== repository.toLowerCase() ? [renamedTo(repository, found.nameWithOwner)] : []
  }
  const identity = async () => {
    if (id === null) meet((await readBase(client, repo, baseBranch)).found)
    return { ...repo, id: id ?? '' }
  }
  const attempt = attempting(repository)
  return {
    name: `${host}/${repository}`,
    repository,
    base: () =>
      attempt({ doing: 'Reading the repository', needs: 'contents: read' }, async () => {
        const { found, ...base } = await readBase(client, repo, baseBranch)
        meet(found)
        return base
      }),
    workspace: (commit) => repositoryFiles(client, repo, commit),
    observe: (wanted) =>
      attempt({ doing: 'Reading pull requests', needs: 'pull-requests: read' }, async () => {
        const { found, ...state } = await observe(client, repo, baseBranch, wanted)
        return { ...state, notices: meet(found) }
      }),
    changes: (base, head) =>
      attempt({ doing: 'Comparing branches', needs: 'contents: read' }, async () => {
        const { data } = await client.rest.repos.compareCommitsWithBasehead({ ...repo, basehead: `${base}...${head}` })
        return {
          commits: data.ahead_by,
          files: (data.files ?? []).map((file) => ({ path: file.filename, blob: file.status === 'removed' ? null : file.sha })),
        }
      }),
    createBranch: (name, commit) =>
      attempt({ doing: `Creating branch ${name}`, needs: 'contents: write' }, async () => {
        try {
          await client.rest.git.createRef({ ...repo, ref: `refs/heads/${name}`, sha: commit })
        } catch (error) {
          if (says(error, 422, /already exists/i)) throw new ForgeConflict(`branch ${name} exists already`)
          const inTheWay = says(error, 422, /rule violations/i) ? null : await branchInTheWay(client, repo, name)
          if (inTheWay !== null) fail('branch-in-the-way', `Branch ${name} cannot be made beside the branch ${inTheWay}.`, IN_THE_WAY)
          throw error
        }
      }),
    commit: (branch, expectedHead, message, files) =>
      attempt(committing(branch, files), () => commitFiles(client, repo, branch, expectedHead, message, files)),
    moveBranch: (name, commit, { expected, drop } = {}) =>
      attempt({ doing: `Moving branch ${name}`, needs: 'contents: write' }, async () => {
        const move = { branch: name, commit, ...(expected === undefined ? {} : { expected }) }
        await moveRefs(client, await identity(), [move, ...(drop === undefined ? [] : [{ branch: drop, commit: null }])])
      }),
    deleteBranch: (name, expected) =>
      attempt({ doing: `Deleting branch ${name}`, needs: 'contents: write' }, async () => {
        if (expected !== undefined) await deleteFrom(client, await identity(), name, expected)
        else await client.rest.git.deleteRef({ ...repo, ref: `heads/${name}` }).catch(onStatus(422, /does not exist/i, () => undefined))
      }),
    openProposal: ({ draft = false, ...proposal }) =>
      attempt({ doing: 'Opening a pull request', needs: 'pull-requests: write' }, () => openPull(client, repo, proposal, draft)),
    updateProposal: (ref, change) =>
      attempt({ doing: `Editing pull request #${ref.number}`, needs: 'pull-requests: write' }, async () => {
        await client.rest.pulls.update({ ...repo, pull_number: numberOf(ref), ...change })
      }),
    changeLabels: (ref, { add, remove }) =>
      attempt({ doing: `Labelling pull request #${ref.number}`, needs: 'pull-requests: write' }, async () => {
        if (add.length > 0) await client.rest.issues.addLabels({ ...repo, issue_number: numberOf(ref), labels: [...add] })
        for (const name of remove) {
          await client.rest.issues.removeLabel({ ...repo, issue_number: numberOf(ref), name }).catch(onStatus(404, /./, () => undefined))
        }
      }),
    createLabel: (label) =>
      attempt({ doing: `Creating label “${label.name}”`, needs: 'issues: write' }, async () => {
        await client.rest.issues
          .createLabel({ ...repo, ...label })
          .catch(onStatus(422, /already_exists|already exists|Validation Failed/i, () => undefined))
      }),
    comment: (ref, text, how) =>
      attempt({ doing: `Commenting on pull request #${ref.number}`, needs: 'pull-requests: write' }, async () => {
        await client.rest.issues.createComment({ ...repo, issue_number: numberOf(ref), body: text })
        if (how?.once === true) await dropDoubles(client, repo, numberOf(ref), text)
      }),
    setUp: (ref, setup) => setUpPull(client, repo, numberOf(ref), setup, milestones),
    comments: (numbers) => attempt({ doing: 'Reading comments', needs: 'pull-requests: read' }, () => botComments(client, repo, numbers)),
    merging: mergingOf(githubMerging(client, repo, sleep), attempt),
  }
}

/** The same with failures in words. */
function mergingOf(merging: Merging, attempt: Attempt): Merging {
  const merge = (number: number) => ({ doing: `Merging pull request #${number}`, needs: 'contents: write' })
  return {
    rules: (base) => attempt({ doing: `Reading the rules of ${base}`, needs: 'contents: read' }, () => merging.rules(base)),
    look: (numbers) => attempt({ doing: 'Reading checks and reviews', needs: 'checks: read' }, () => merging.look(numbers)),
    merge: (look, method) => attempt(merge(look.number), () => merging.merge(look, method)),
    enableAutoMerge: (look, method) => attempt(merge(look.number), () => merging.enableAutoMerge(look, method)),
    disableAutoMerge: (look) => attempt(merge(look.number), () => merging.disableAutoMerge(look)),
    enqueue: (look) => attempt(merge(look.number), () => merging.enqueue(look)),
  }
}

function renamedTo(asked: string, name: string): Problem {
  return {
    code: 'repository-renamed',
    severity: 'warning',
    message: `${asked} is called ${name} now; reads and writes went there.`,
    help: 'Use the new name: GitHub gives the old one away when somebody else wants it.',
  }
}

const IN_THE_WAY = { help: 'Git keeps no branch `a/b` beside a branch `a`. Rename or delete the one that is in the way.' }

/** A branch whose name is a part of the other's, or the other way round. Only asked where making the branch failed. */
async function branchInTheWay(client: Client, repo: { owner: string; repo: string }, name: string): Promise<string | null> {
  const below = await client.rest.git.listMatchingRefs({ ...repo, ref: `heads/${name}/` })
  const [inside] = below.data
  if (inside !== undefined) return inside.ref.replace('refs/heads/', '')
  const parts = name.split('/')
  for (let length = 1; length < parts.length; length += 1) {
    const part = parts.slice(0, length).join('/')
    const there = await client.rest.git.getRef({ ...repo, ref: `heads/${part}` }).then(
      () => true,
      onStatus(404, /./, () => false),
    )
    if (there) return part
  }
  return null
}

/** Deleted only from where it is expected; gone is as good. @throws ForgeConflict */
async function deleteFrom(
  client: Client,
  repo: { owner: string; repo: string; id: string },
  branch: string,
  expected: string,
): Promise<void> {
  try {
    await moveRefs(client, repo, [{ branch, commit: null, expected }])
  } catch (error) {
    if (!(error instanceof ForgeConflict)) throw error
    const { owner, repo: name } = repo
    const gone = await client.rest.git.getRef({ owner, repo: name, ref: `heads/${branch}` }).then(
      () => false,
      onStatus(404, /./, () => true),
    )
    if (!gone) throw error
  }
}

/** Drafts need a plan that has them: where they are refused the pull request is opened all the same, and the loss is told. */
async function openPull(
  client: Client,
  repo: { owner: string; repo: string },
  { branch, base, title, body }: { branch: string; base: string; title: string; body: string },
  draft: boolean,
): Promise<Awaited<ReturnType<Forge['openProposal']>>> {
  const create = (asDraft: boolean) =>
    client.rest.pulls.create({ ...repo, head: branch, base, title, body, ...(asDraft ? { draft: true } : {}) }).catch(
      onStatus(422, /already exists|No commits between/i, () => {
        throw new ForgeConflict(`a pull request for ${branch} exists already, or the base holds what it would bring`)
      }),
    )
  const [{ data }, undrafted] = await create(draft).then(
    (answer) => [answer, false] as const,
    async (error: unknown) => {
      if (!draft || !says(error, 422, /draft pull requests are not supported/i)) throw error
      return [await create(false), true] as const
    },
  )
  const message = `#${data.number} is no draft: the repository’s plan has none.`
  const warnings: Problem[] = undrafted
    ? [{ code: 'forge-refused', severity: 'warning', message, help: 'Set `upgrade_policies.pull_requests.draft` to `never`.' }]
    : []
  return { number: data.number, url: data.html_url, base: data.base.sha, warnings }
}

const baseSchema = z.object({
  repository: z.object({
    id: z.string(),
    nameWithOwner: z.string(),
    isArchived: z.boolean(),
    base: z.object({ name: z.string(), target: z.object({ oid: z.string() }).nullable() }).nullable(),
  }),
})

async function readBase(
  client: Client,
  repo: { owner: string; repo: string },
  branch: string | null,
): Promise<{ branch: string; commit: string; found: { nameWithOwner: string; id: string } }> {
  const query = `query base($owner: String!, $repo: String!${branch === null ? '' : ', $base: String!'}) {
    repository(owner: $owner, name: $repo) { id nameWithOwner isArchived base: ${branch === null ? 'defaultBranchRef' : 'ref(qualifiedName: $base)'} { name target { oid } } }
  }`
  const { repository } = baseSchema.parse(
    await client.graphql(query, { ...repo, ...(branch === null ? {} : { base: `refs/heads/${branch}` }) }),
  )
  const commit = repository.base?.target?.oid
  if (repository.base === null || commit === undefined) {
    return fail('repository-unknown', `${repo.owner}/${repo.repo} has no ${branch === null ? 'commit yet' : `branch ${branch}`}.`, {
      help: branch === null ? 'Push a first commit.' : 'Correct the base branch.',
    })
  }
  return { branch: repository.base.name, commit, found: repository }
}

function numberOf(ref: { number: number | null }): number {
  if (ref.number === null) throw new Error('a pull request on GitHub has a number')
  return ref.number
}

/** Handles one expected refusal and lets everything else through. */
function onStatus<T>(status: number, message: RegExp, handle: () => T): (error: unknown) => T {
  return (error) => {
    if (says(error, status, message)) return handle()
    throw error
  }
}
