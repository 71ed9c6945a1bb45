import type { ReviewedChange, ReviewedPull, ReviewSubject, Reviews } from '../../ports/reviews.ts'
import { attempting, ownerAndName } from './attempt.ts'
import type { Client } from './client.ts'

type Repo = { owner: string; repo: string }

/** The comparison of two commits lists no more: https://docs.github.com/en/rest/commits/commits#compare-two-commits */
const MOST_LISTED = 300
/** A pull request's list of files ends there: https://docs.github.com/en/rest/pulls/pulls#list-pull-requests-files */
const MOST_FILES = 3000

const READING = { doing: 'Reading the change', needs: 'contents: read and pull-requests: read' }

/** Changes of a repository on GitHub. `defaultBase`: what ranges without a base are compared with. */
export function githubReviews(client: Client, repository: string, defaultBase: () => Promise<string>): Reviews {
  const repo = ownerAndName(repository)
  const attempt = attempting(repository)
  return {
    change: (subject) =>
      attempt(READING, async () =>
        'pull' in subject ? pullChange(client, repo, subject.pull) : rangeChange(client, repo, subject, defaultBase),
      ),
  }
}

async function pullChange(client: Client, repo: Repo, number: number): Promise<ReviewedChange> {
  const { data } = await client.rest.pulls.get({ ...repo, pull_number: number })
  const pull: ReviewedPull = {
    number,
    url: data.html_url,
    author: data.user?.login ?? 'ghost',
    state: data.merged ? 'merged' : data.state === 'open' ? 'open' : 'closed',
    title: data.title,
    // The repository of a fork can be gone.
    fork: data.head.repo?.id !== data.base.repo.id,
  }
  const compared = await compare(client, repo, data.base.sha, data.head.sha)
  const files = compared.files ?? (await pullFiles(client, repo, number, data.changed_files))
  return {
    base: { branch: data.base.ref, commit: data.base.sha },
    mergeBase: compared.mergeBase,
    head: { branch: data.head.ref, commit: data.head.sha },
    files,
    pull,
  }
}

async function rangeChange(
  client: Client,
  repo: Repo,
  { base, head }: Exclude<ReviewSubject, { pull: number }>,
  defaultBase: () => Promise<string>,
): Promise<ReviewedChange> {
  const from = base ?? (await defaultBase())
  const to = head ?? (await defaultBase())
  const [baseCommit, headCommit] = [await commitOf(client, repo, from), await commitOf(client, repo, to)]
  const { mergeBase, files } = await compare(client, repo, baseCommit, headCommit)
  return { base: { branch: from, commit: baseCommit }, mergeBase, head: { branch: to, commit: headCommit }, files, pull: null }
}

async function commitOf(client: Client, repo: Repo, ref: string): Promise<string> {
  if (/^[0-9a-f]{40}$/.test(ref)) return ref
  const { data } = await client.rest.repos.getCommit({ ...repo, ref })
  return data.sha
}

/** By commits: a branch could move between two requests. The head of a fork is known to the base repository by the pull request. */
async function compare(client: Client, repo: Repo, base: string, head: string): Promise<{ mergeBase: string; files: string[] | null }> {
  const { data } = await client.rest.repos.compareCommitsWithBasehead({ ...repo, basehead: `${base}...${head}`, per_page: 1 })
  const listed = data.files ?? []
  return { mergeBase: data.merge_base_commit.sha, files: listed.length >= MOST_LISTED ? null : listed.flatMap(namesOf) }
}

async function pullFiles(client: Client, repo: Repo, number: number, count: number): Promise<string[] | null> {
  if (count > MOST_FILES) return null
  const files = await client.paginate(client.rest.pulls.listFiles, { ...repo, pull_number: number, per_page: 100 })
  return files.flatMap(namesOf)
}

function namesOf(file: { filename: string; previous_filename?: string | undefined }): string[] {
  return file.previous_filename === undefined ? [file.filename] : [file.filename, file.previous_filename]
}
