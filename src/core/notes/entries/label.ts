import type { Section, Stretch } from './entry.ts'
import { sectionKind } from './section-kind.ts'

/** Longer than this, a list entry above others says something itself. */
const LONGEST_LABEL = 80

/** Verbs in their finite or imperative form make a sentence of it: `Change Redis API:` says something, `Linters bug fixes` does not. */
const SENTENCE =
  /^(?:add|allow|change|drop|remove|rename|replace|move|make|use|update|upgrade|require|deprecate|introduce|implement|improve|enable|disable|refactor|rewrite)(?:s|d|ed|es)? \S|\b(?:is|are|was|were|has|have|had|been|will|now|can|must|should|does|do)\b/i

/** The section that a list entry opens for those nested under it, where it does nothing else: `- **Breaking changes**:`, `1. Bug fixes`. */
export function labelOf(text: string, paragraphs: readonly Stretch[], hasChildren: boolean): Section | null {
  const [first, ...more] = paragraphs
  if (!hasChildren || first === undefined || more.length > 0 || first.end - first.start > LONGEST_LABEL) return null
  const title = text.slice(first.start, first.end).trim()
  const bare = title.replace(/^[*_`]{1,3}|[*_`:]{1,4}$/g, '').trim()
  const kind = sectionKind(title)
  if (SENTENCE.test(bare) || (/[.!?]$/.test(bare) && (kind === 'plain' || bare.includes(' ')))) return null
  return kind !== 'plain' || /[:*_]$/.test(title) ? { title, kind } : null
}
