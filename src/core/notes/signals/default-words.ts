import { pattern } from '../language/lexicon.ts'

/** Where a clause begins. */
export const OPENING = '(?:^|[,;:] (?:and )?|(?:^| )(?:and|we|also|this|have|has) )'

/** A default that can be had, is mended or told of is not one that changed. */
export const OPTIONAL = pattern(
  '(?:^| )(?:option|options|flag|setting|ability|allow|allows|allowing|possible|configure|configurable|customi[sz]e|customi[sz]able|support|supports|able|way|not|fix|fixes|fixed|document|documents|show|shows|display|displays|previous|same as the|opt-in) (?:[^ ]+ ){0,8}default',
)

/** Of a release to come. */
export const LATER = pattern(
  '(?:^| )(?:future|next|upcoming|will be the default|may or may not)(?:[ ,.;:]|$)|(?:^| )by default in (?:the |a )?(?:future|next|upcoming|later|VER|v?\\d)',
)
