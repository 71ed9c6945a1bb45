import type { Acting } from '../context.ts'
import { Refusal } from '../errors.ts'

/**
 * Rulesets on branch names: creation restricted, or commits that must be signed. The words are those of pushes (GH013) without the code, as
 * people report them from the API. @throws Refusal
 */
export async function refuseByRules({ repo }: Acting, name: string, how: 'create' | 'update', sha: string): Promise<void> {
  for (const rule of repo.rules ?? []) {
    if (!name.startsWith(`refs/heads/${rule.prefix}`)) continue
    if (rule.restrictCreation && how === 'create')
      throw new Refusal('unprocessable', 'Repository rule violations found\n\nCannot create ref due to creations being restricted.\n\n')
    const commit = rule.requireSignatures ? await repo.git.commit(sha) : null
    // What is in the default branch already is not looked at again.
    const known =
      commit !== null && (await repo.git.mergeBase((await repo.git.ref(`refs/heads/${repo.defaultBranch}`))?.sha ?? sha, sha)) === sha
    if (commit !== null && !known && !commit.verified)
      throw new Refusal(
        'unprocessable',
        'Repository rule violations found\n\nCommits must have verified signatures.\nFound 1 violation:\n\n',
      )
  }
}
