import { pattern } from './lexicon.ts'
import type { NormalForm } from './normal-form.ts'

const REFERENCE = pattern(
  String.raw`^(?:please |for (?:more |further )?(?:details|information|info|help)[^.]{0,60},? ?)?\b(?:see|refer to|consult|read|check out|visit|follow|find) (?:also )?(?:more )?(?:the |our |this |CODE|here|docs|[a-z]{1,20} )[^.]{0,160}[.]?$|^(?:full changelog|changelog|migration guide|upgrade guide|docs\b|documentation|release notes|for (?:more|further) (?:info|details|information)[^.]{0,160})[.: ]{0,3}[^.]{0,80}$|^[^.]{0,60}(?:can be found|is available|are available) (?:in|at|on|here)[^.]{0,80}[.]?$|^(?:pre-release|prerelease|beta|release candidate)?,? ?\bsee [^.]{0,120}[.]?$`,
)
const NOTHING = pattern(
  String.raw`^[(]?(?:none|nothing(?: (?:yet|new|so far|to report))?|n\/a|no (?:known )?(?:breaking|incompatib|compatibilit|backwards?|changes?|deprecat|removal)[^.]{0,60}|there (?:are|were) no [^.]{0,60}|-|tbd)[.!) ]{0,4}$`,
)
const THANKS = pattern('^(?:thanks|thank you|a special thank|special thanks|many thanks|shout-?out|kudos)')

/** Whether a sentence only says where to read on. */
export function isReference(sentence: NormalForm): boolean {
  return REFERENCE.test(sentence)
}

/** `None.`, `Nothing so far`, `No breaking changes`. */
export function saysNothing(sentence: NormalForm): boolean {
  return NOTHING.test(sentence)
}

/** Whether an entry says that there is nothing to say, or something to nobody who upgrades. */
export function isEmptyTalk(sentence: NormalForm): boolean {
  return NOTHING.test(sentence) || THANKS.test(sentence) || REFERENCE.test(sentence)
}
