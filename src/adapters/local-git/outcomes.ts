import type { AskedProposal, Outcomes, ProposalOutcome, SettledProposal } from '../../ports/outcomes.ts'
import { git } from './git.ts'

interface Found {
  settled: SettledProposal
  by: string
  head: string
  merge: NonNullable<ProposalOutcome['merge']>
}

/**
 * What became of proposals of a local repository. Nothing remembers a pull request there: a proposal is merged where its commit is in the
 * base, or a commit of the base carries its trailer, as squashing and rebasing keep it.
 */
export function localOutcomes(root: string, base: () => Promise<{ commit: string }>): Outcomes {
  const found = new Map<string, Found>()
  return {
    async settled(_, asked) {
      const { commit } = await base()
      for (const one of asked) {
        const merge = one.commit === null ? null : await findMerge(root, commit, one, one.commit)
        if (merge !== null) found.set(one.branch, merge)
      }
      return asked.flatMap((one) => found.get(one.branch)?.settled ?? [])
    },
    outcomes: async (proposals) =>
      proposals.flatMap((one): ProposalOutcome[] => {
        const known = found.get(one.branch)
        if (known === undefined) return []
        const { settled, by, head, merge } = known
        return [{ ...settled, url: null, body: '', by: { login: by, bot: false }, head, approvals: [], merge }]
      }),
  }
}

async function findMerge(root: string, base: string, asked: AskedProposal, head: string): Promise<Found | null> {
  const merge = (await mergedAsItIs(root, base, head)) ?? (await mergedByTrailer(root, base, asked.digest, head))
  if (merge === null) return null
  const [by = '', seconds = ''] = (await git(root, ['show', '-s', '--format=%cn%x00%ct', merge.commit])).trim().split('\0')
  return { settled: { number: null, branch: asked.branch, state: 'merged', at: Number(seconds) * 1000 }, by, head, merge }
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
