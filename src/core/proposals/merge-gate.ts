import type { CheckLook, MergeLook, MergeRules } from '../model/merging.ts'
import type { MergeMethod } from '../model/proposal.ts'

/** What to do about merging one proposal that the policy approves. */
export type MergeVerdict =
  | { kind: 'merge'; method: MergeMethod }
  | { kind: 'auto-merge'; method: MergeMethod }
  | { kind: 'enqueue' }
  /** The base must come into it first. */
  | { kind: 'behind' }
  | { kind: 'wait'; why: string /** What a person could do about it. */; help?: string }

export interface MergeWish {
  methods: readonly MergeMethod[]
  /** The head that we wrote: no other is merged. */
  head: string
  /** Whether the forge was told already. */
  enabled: boolean
  /** Opened or written in this very run: checks may not even have begun, so only the forge's own auto-merge can be told. */
  fresh: boolean
}

/**
 * Merging is the forge's work wherever it has required checks to wait for, so that branch protection decides. Without required checks it
 * would merge before any check began; then, and where the repository does not allow auto-merge, all checks must be finished and green, and
 * one of them somebody else's than ours.
 */
export function mergeVerdict(look: MergeLook, rules: MergeRules, wish: MergeWish): MergeVerdict {
  const hindrance = hindranceOf(look, wish)
  if (hindrance !== null) return wait(hindrance)
  const method = wish.methods.find((one) => rules.methods.includes(one))
  if (method === undefined && !rules.queue)
    return wait(`the repository allows none of the wanted ways to merge (${wish.methods.join(', ')})`)
  if (look.status === 'behind') return { kind: 'behind' }
  const required = rules.requiredChecks.length > 0
  const byForge = required && rules.autoMerge && look.status === 'blocked' && look.review !== 'changes-requested'
  if (byForge)
    return wish.enabled ? wait('the forge merges it when its checks are green') : { kind: 'auto-merge', method: method ?? 'merge' }
  if (wish.fresh) return wait('it was written in this run')
  const missing = missingOf(look, rules)
  if (missing !== null) return { kind: 'wait', ...missing }
  return rules.queue ? { kind: 'enqueue' } : { kind: 'merge', method: method ?? 'merge' }
}

function wait(why: string): MergeVerdict {
  return { kind: 'wait', why }
}

function hindranceOf(look: MergeLook, wish: MergeWish): string | null {
  if (look.state !== 'open') return 'it is not open'
  if (look.head !== wish.head) return 'its branch moved meanwhile'
  if (!look.ownCommit) return 'its commit is not known to be the one that Pinwarden’s own account made'
  if (look.draft) return 'it is a draft'
  if (look.queued) return 'it is in the merge queue'
  if (look.mergeable === 'conflict' || look.status === 'dirty') return 'it conflicts with the base branch'
  if (look.mergeable === 'unknown' || look.status === 'unknown') return 'the forge has not said yet whether it can be merged'
  return null
}

/** What our own gate lacks, or null where all is green. */
function missingOf(look: MergeLook, rules: MergeRules): { why: string; help?: string } | null {
  if (look.review === 'changes-requested') return { why: 'a reviewer asked for changes' }
  if (look.review === 'required' || (rules.requiredApprovals > 0 && look.review !== 'approved'))
    return { why: 'it lacks approving reviews' }
  if (look.checks === null)
    return { why: 'the token may not read checks', help: 'Add `checks: read` and `statuses: read` to the token’s permissions.' }
  const foreign = look.checks.filter((check) => !isOwnCheck(check))
  const failed = look.checks.find((check) => check.state === 'failure')
  if (failed !== undefined) return { why: `the check “${failed.name}” failed` }
  const pending = look.checks.find((check) => check.state === 'pending')
  if (pending !== undefined) return { why: `the check “${pending.name}” has not finished` }
  const absent = rules.requiredChecks.find((name) => !look.checks?.some((check) => check.name === name && check.state !== 'pending'))
  if (absent !== undefined) return { why: `the required check “${absent}” has not run`, ...helpOf(look) }
  if (!foreign.some((check) => check.state === 'success')) return { why: 'no check but Pinwarden’s own is green on it', ...helpOf(look) }
  if (look.status === 'blocked') return { why: 'branch protection holds it back' }
  return null
}

function helpOf(look: MergeLook): { help?: string } {
  return look.byWorkflowToken
    ? {
        help: 'Workflows of pull requests that GITHUB_TOKEN opened wait for a person’s approval; with a GitHub App’s token they run by themselves.',
      }
    : {}
}

/** Our own word that all is well is no evidence. */
function isOwnCheck({ name }: CheckLook): boolean {
  return /^pinwarden\b/i.test(name)
}
