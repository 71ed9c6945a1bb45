import type { Acting } from '../context.ts'
import type { Repository } from '../state.ts'
import { isPull } from './pull-lifecycle.ts'

/** A fork as far as pull requests show it: its commits lie in the repository itself, as GitHub shares them, and no branch names them. */
export function forkOf(repo: Repository, owner: string): Repository {
  return { ...repo, id: repo.id + 1_000_000, owner, fork: true, issues: [], collaborators: {} }
}

/** Makes an open pull request one from a fork: its branch is no longer of the repository, and what it holds stays. */
export async function moveToFork({ repo }: Acting, number: number, owner: string): Promise<void> {
  const issue = repo.issues.find((one) => one.number === number)
  if (issue === undefined || !isPull(issue)) throw new Error(`#${number} is no pull request`)
  issue.pull.fork = owner
  issue.author = owner
  const name = `refs/heads/${issue.pull.headRef}`
  // The commits must stay reachable, as GitHub keeps them by `refs/pull`.
  await repo.store?.updateRef(`refs/pull/${number}/head`, issue.pull.headSha, null)
  await repo.store?.updateRef(name, null, issue.pull.headSha)
}
