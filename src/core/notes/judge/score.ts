import { pattern } from '../language/lexicon.ts'
import type { NormalForm } from '../language/normal-form.ts'
import type { Evidence, Family } from '../signals/rule.ts'

/** What stands around the evidence of an entry. */
export interface Circumstances {
  forms: NormalForm
  /** `NOTE`, `WARNING`, ⚠. */
  urgent: boolean
  /** `[CHANGE]`. */
  change: boolean
  /** Right below a heading `Changed`. */
  stated: boolean
  /** A fix: what was before was wrong. */
  mended: boolean
  /** The old way still works beside the new one. */
  kept: boolean
  /** The entry says itself that nothing breaks. */
  denied: boolean
}

/** Less evidence than this is none. */
const FAINT = 0.3
/** Each further kind of evidence adds this share of its weight, all of them no more than `MOST_FROM_OTHERS`. */
const SHARE_OF_OTHERS = 0.25
const MOST_FROM_OTHERS = 0.5
const URGENT = 0.3
const FILED_AS_CHANGE = 0.4
const STATED_AS_CHANGE = 0.2
const TELLS_BEFORE_AND_AFTER = 0.25
const TELLS_REMEDY = 0.3
const FOR_A_GAIN = 0.75
const OLD_WAY_KEPT = 0.6
const OLD_NAME_KEPT = 0.4
const DENIED = 0.4

/** What somebody would want back. */
const HELD: readonly Family[] = ['loss', 'restriction', 'default', 'removal', 'swap', 'signature']

const BEFORE = pattern(
  '(?:^| )(?:were|was|been) (?:[^ ]+ ){1,3}before[.]?$|(?:^|[ (])(?:previously|formerly|used to|in the past|before this|prior to this|until now|so far|in previous versions|in earlier versions|historically)(?:[ ,]|$)',
)
/** How to get back what was: `; pass FLAG`, `unless CODE is raised`. */
const REMEDY = pattern(
  '[,;.] (?:pass|use|set|specify|add|call|run with) (?:the )?(?:FLAG|CODE)(?: (?:to|instead|if|for|in order)|[.]?$)|(?:^| )unless (?:the )?(?:FLAG|CODE) |[(] ?(?:FLAG|CODE) (?:overrides|restores|disables|brings|turns|to (?:disable|force|override|restore))|(?:^| )(?:old|previous|former|legacy) (?:behaviours?|mode|format|default|algorithm) (?:is |are )?(?:still )?(?:available|restored|kept|selected) (?:as|with|by|via|through|using|under) ',
)
/** What was changed opens something up: `making it possible to …`. */
const GAIN = pattern(
  '(?:^| )(?:this allows|this enables|which allows|making it possible|makes it possible|allowing (?:you|users|it)|so you can|you can now|enabling) ',
)

/** The strongest evidence, a little for each further kind of it, and what sets the entry apart. */
export function score(evidence: readonly Evidence[], about: Circumstances): number {
  const byFamily = new Map<string, number>()
  for (const one of evidence) byFamily.set(one.family, Math.max(byFamily.get(one.family) ?? 0, one.weight))
  const [strongest = 0, ...others] = [...byFamily.values()].sort((a, b) => b - a)
  if (strongest < FAINT) return 0
  const more = SHARE_OF_OTHERS * others.reduce((sum, weight) => sum + weight, 0)
  let sum = strongest + Math.min(MOST_FROM_OTHERS, more)
  if (about.urgent) sum += URGENT
  if (about.change) sum += FILED_AS_CHANGE
  else if (about.stated && strongest >= 0.5) sum += STATED_AS_CHANGE
  if (BEFORE.test(about.forms) && !about.mended) sum += TELLS_BEFORE_AND_AFTER
  if (REMEDY.test(about.forms) && !about.mended && HELD.includes(evidence[0]?.family ?? 'explicit')) sum += TELLS_REMEDY
  if (GAIN.test(about.forms) && (evidence[0]?.family === 'signature' || evidence[0]?.family === 'swap')) sum *= FOR_A_GAIN
  if (about.kept && !about.urgent) sum *= evidence[0]?.family === 'rename' ? OLD_NAME_KEPT : OLD_WAY_KEPT
  return about.denied && !byFamily.has('explicit') ? sum * DENIED : sum
}
