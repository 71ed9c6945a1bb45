import { KEPT, pattern } from './lexicon.ts'
import type { NormalForm } from './normal-form.ts'

/** Maintainers call it breaking, in so many words. */
const SAID = pattern(
  [
    String.raw`\bbreaking[ -](?:changes?|api|behaviours?|releases?|updates?|upgrades?|fix(?:es)?|refactor\w{0,4}|rename|removals?)\b`,
    String.raw`^\W{0,6}(?:potentially |possibly |api )?breaking\b[:!,. -]|\((?:potentially |possibly )?breaking(?:\)| (?:if|for|when|in|with) )|\[(?:potentially |possibly )?breaking\]`,
    String.raw`\b(?:is|are|be|considered|as|was|were|technically|potentially|possibly|slightly) (?:a |technically |potentially |possibly |slightly )*breaking(?: (?:for|if|when|in|change)|[,.;:)]|$)|\bhas breaking\b`,
    String.raw`\b(?:backwards?|api|abi|source|binary|forwards?)[ -]?incompatib\w{2,6}\b`,
    String.raw`\bincompatible (?:changes?|api|with (?:older|previous|earlier|prior|existing|the (?:old|previous|earlier)|pre-|VER|versions?))`,
    String.raw`\bincompatibilit(?:y|ies)\b`,
    String.raw`\bbc[ -]?breaks?\b`,
    String.raw`\bnot (?:be )?(?:fully )?(?:backwards?[ -])?compatible (?:with (?:older|previous|earlier|existing|the old|VER)|change)`,
    String.raw`\bnot backwards?[ -]compatible\b`,
    String.raw`\b(?:version|release|it|this|format|files?|database) (?:is|are) not (?:fully )?compatible with\b`,
    String.raw`\bsemver-major\b`,
    '^this (?:change|release|version|update|fix) (?:will|may|might|can|could) (?:also )?break [a-z]|^this (?:introduces|makes|brings) an? (?:[^ ]+ )?change (?:in|to|of) the (?:[^ ]+ ){0,3}(?:protocol|format|api|abi|schema|interface|output|behaviour|signature)',
    String.raw`\b(?:likely|probably|certainly) (?:broke|breaks?) (?:[^ ]+ ){0,2}(?:prior|existing|previous|old|current|your)\b`,
    String.raw`\bbreaks? (?:the )?support (?:for|of) (?:[^ ]+ ){0,2}(?:older|old|previous|earlier)\b`,
    String.raw`\bbreaks? (?:[^ ]+ ){0,3}(?:compatibility|compat|bc|interoperability|interop)\b`,
  ].join('|'),
)

/** The same words, said to deny it, to mend it, or about something else. */
const TAKEN_BACK = pattern(
  [
    String.raw`\b(?:no|not|non|never|without|zero|any|avoid|avoids|avoiding|avoided|prevent|prevents|prevented|instead of|minimi[sz]e|free of)[ -](?:[^ ]+ ){0,4}(?:breaking|break|breaks|incompatib|backwards?[ -]incompatib|bc)`,
    String.raw`\b(?:fewer|less|more|further|future|subsequent) (?:[^ ]+ ){0,2}(?:breaking|incompatib)`,
    String.raw`\bbreaking[ -]changes? (?:symbol|footers?|commits?|markers?|indicator|syntax|token|keywords?|type|detect\w{0,4}|check\w{0,4}|polic\w{1,3}|linter|report\w{0,4}|tool\w{0,3}|analysis|labels?|sections?|templates?|notes?|entry|entries|marker)\b`,
    String.raw`\bsupport (?:for |of )?breaking[ -]changes?\b`,
    String.raw`\b(?:as|because|since) (?:it|they|that|this) (?:is|are|was|were) not (?:fully )?compatible\b|\brevers(?:e|es|ed|ing) (?:[^ ]+ ){0,14}breaking\b`,
    String.raw`\bnon-?breaking\b|\bnot (?:a |an |considered |considered a )?(?:[a-z]+ )?breaking\b|\bunbreaking\b`,
    String.raw`\b(?:work around|works around|worked around|working around|workaround for|adapt to|adapts to|adapted to|cope with|copes with|react to|account for|fix|fixes|fixed|fixing|revert|reverts|reverted|reverting|undo|undoes|resolve|resolves|resolved|solve|solves|rollback|correct|corrects|address|addresses|restore|restores|repair|repairs|mitigates?|patch)[: ] ?(?:[^ ]+ ){0,6}(?:breaking|break|breaks|incompatib|backwards?[ -]incompatib)`,
    String.raw`\b(?:line|word|page|tie|path|ice|record|ground|heart|circuit|symmetry)[ -]breaking\b|\bbreaking (?:news|out|up|into|down|point|bad|protocol|long|lines?|words?|the (?:line|loop)|apart|glass|free|early|bug)\b`,
    String.raw`\b(?:stop|stops|stopped|keeps? from|was|were|is|are|from|kept) breaking\b`,
    String.raw`\b(?:possible|potential|future|prevent future|known|type|types|version|dependency|peer|some) (?:[^ ]+ ){0,2}incompatibilit(?:y|ies) (?:with|in|between|issues?|errors?|problems?)`,
    String.raw`\b(?:detect|detects|report|reports|reported|list|lists|document|documents|documented|documentation (?:for|of)|check|checks|checker|warn|warns|warning|announce|announces) (?:[^ ]+ ){0,4}breaking\b`,
    String.raw`\b(?:warnings?|messages?|errors?|checks?|tests?) (?:[^ ]+ ){0,2}(?:about|of|for|on) (?:[^ ]+ ){0,3}(?:breaking|incompatib)`,
    String.raw`\b(?:see|read|check|section|sections|list|described|mentioned|below|above|guide|notes) (?:[^ ]+ ){0,4}(?:about |on |of |the )?breaking changes (?:mentioned|below|above|section|in the)`,
    String.raw`\bbreaking changes? (?:in (?:the )?(?:next|future|upcoming)|will|may come|are (?:coming|planned)|section below|mentioned below|detection|policy)\b`,
  ].join('|'),
)

/** `This is a breaking change` in a sentence of its own that says nothing else. */
const POINTER = pattern(
  String.raw`^(?:backwards?[ -])?(?:breaking|incompatible)(?: api)? changes?[.:]?$|(?:^| )(?:some|several|a few|a number of|these|many|the following) (?:[^ ]+ ){0,2}(?:breaking|incompatible|backwards?[ -]incompatible)(?: changes?)? (?:you|that|which|to be|need|may|in this|below|are listed)|(?:^| )(?:includes?|contains?|has|introduces?|brings?) (?:[^ ]+ ){0,3}changes (?:that|which) (?:[^ ]+ ){0,2}break|^(?:this|the) (?:release|version) (?:also )?(?:contains?|includes?|has|introduces?|brings?|comes with) (?:[^ ]+ ){0,6}(?:breaking changes?|incompatib\w{2,6})`,
)

/** Whether a sentence calls something breaking, and means it. */
export function saysBreaking(sentence: NormalForm): boolean {
  return SAID.test(sentence) && !TAKEN_BACK.test(sentence)
}

/** Whether a sentence denies that anything breaks, or tells of a mended break. */
export function deniesBreaking(sentence: NormalForm): boolean {
  return SAID.test(sentence) && TAKEN_BACK.test(sentence)
}

/** Whether a sentence only announces that breaking changes follow. */
export function pointsToBreaking(sentence: NormalForm): boolean {
  return POINTER.test(sentence) && !TAKEN_BACK.test(sentence)
}

const STILL = pattern(`(?:^| )(?:${KEPT})(?:[ ,.;:]|$)`)

/** Whether a sentence says that the old way is kept: `… (the old name still works)`. */
export function keepsOldWay(sentence: NormalForm): boolean {
  return STILL.test(sentence)
}
