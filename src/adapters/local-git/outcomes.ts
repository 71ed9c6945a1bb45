import type { AskedProposal, Outcomes, ProposalOutcome, SettledProposal } from '../../ports/outcomes.ts'
import { git } from './git.ts'

interface Found {
  settled: SettledProposal
  by: string | null
  head: string | null
  merge: ProposalOutcome['merge']
}

/**
 * What became of proposals of a local repository. Nothing remembers a pull request there: a proposal is merged where its commit is in the
 * base, or a commit of the base carries its trailer, as squashing and rebasing keep it, or the base holds what it changes. One that is none of
 * these and has no branch any more was closed.
 */
export function localOutcomes(root: string, base: () => Promise<{ commit: string }>): Outcomes {
  const found = new Map<string, Found>()
  return {
    async settled(_, asked) {
      const { commit } = await base()
      for (const one of asked) {
        const end = (one.commit === null ? null : await findMerge(root, commit, one, one.commit)) ?? (await findClose(root, one))
        if (end !== null) found.set(one.branch, end)
      }
      return asked.flatMap((one) => found.get(one.branch)?.settled ?? [])
    },
    outcomes: async (proposals) =>
      proposals.flatMap((one): ProposalOutcome[] => {
        const known = found.get(one.branch)
        if (known === undefined) return []
        const { settled, by, head, merge } = known
        return [{ ...settled, url: null, body: '', by: by === null ? null : { login: by, bot: false }, head, approvals: [], merge }]
      }),
  }
}

async function findMerge(root: string, base: string, asked: AskedProposal, head: string): Promise<Found | null> {
  const merge =
    (await mergedAsItIs(root, base, head)) ??
    (await mergedByTrailer(root, base, asked.digest, head)) ??
    (await mergedByContent(root, base, head))
  if (merge === null) return null
  const [by = '', seconds = ''] = (await git(root, ['show', '-s', '--format=%cn%x00%ct', merge.commit])).trim().split('\0')
  return { settled: { number: null, branch: asked.branch, state: 'merged', at: Number(seconds) * 1000 }, by, head, merge }
}

/** When is not known: nobody wrote it down. */
async function findClose(root: string, { number, branch, commit }: AskedProposal): Promise<Found | null> {
  const ref = (await git(root, ['for-each-ref', '--format=%(objectname)', `refs/heads/${branch}`])).trim()
  if (ref !== '') return null
  return { settled: { number, branch, state: 'closed', at: Date.now() }, by: null, head: commit, merge: null }
}

/** The first commit on the base's own line that has the head in it. */
async function mergedAsItIs(root: string, base: string, head: string): Promise<Found['merge'] | null> {
  const contained = await git(root, ['merge-base', '--is-ancestor', head, base]).then(
    () => true,
    () => false,
  )
  if (!contained) return null
  const out = await git(root, ['rev-list', '--first-parent', '--ancestry-path', '--reverse', `${head}..${base}`])
  const [first] = out.split('\n').filter((line) => line !== '')
  // Fast-forward: the head itself is on the line.
  const parents = first === undefined ? '' : await git(root, ['show', '-s', '--format=%P', first])
  const straight = first === undefined || parents.trim().split(' ').length < 2
  return straight ? { method: 'rebase', commit: head, commits: [head] } : { method: 'merge', commit: first, commits: [head, first] }
}

async function mergedByTrailer(root: string, base: string, digest: string | null, head: string): Promise<Found['merge'] | null> {
  const start = digest === null ? null : await git(root, ['merge-base', head, base]).catch(() => null)
  if (digest === null || start === null) return null
  const range = `${start.trim()}..${base}`
  const out = await git(root, ['log', '--format=%H', '--reverse', '--fixed-strings', `--grep=Pinwarden-Digest: ${digest}`, range])
  const [commit] = out.split('\n').filter((line) => line !== '')
  if (commit === undefined) return null
  const [mine, theirs] = await Promise.all([head, commit].map((one) => git(root, ['show', '-s', '--format=%B', one])))
  return { method: mine === theirs ? 'rebase' : 'squash', commit, commits: [commit] }
}

/** Squashed under another message: every file that the head changes is the same in the base. */
async function mergedByContent(root: string, base: string, head: string): Promise<Found['merge'] | null> {
  const out = await git(root, ['diff-tree', '-r', '-z', '--no-commit-id', '--name-only', head]).catch(() => '')
  const paths = out.split('\0').filter((path) => path !== '')
  if (paths.length === 0) return null
  const differs = await git(root, ['--literal-pathspecs', 'diff-tree', '-r', '--name-only', head, base, '--', ...paths])
  if (differs.trim() !== '') return null
  const commit = (await git(root, ['--literal-pathspecs', 'log', '-1', '--format=%H', base, '--', ...paths])).trim()
  return commit === '' ? null : { method: 'squash', commit, commits: [commit] }
}
