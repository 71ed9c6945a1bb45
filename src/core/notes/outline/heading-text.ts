/** A heading is short; what is longer is a sentence that looks like one. */
export const LONGEST_HEADING = 300

/** Emoji, arrows and other pictures; an emoji says nothing about what a section holds. */
export const PICTURES = /[\u{1f000}-\u{1faff}\u{2300}-\u{23ff}\u{2600}-\u{27bf}\u{2b00}-\u{2bff}]|\u{fe0e}|\u{fe0f}|\u{200d}|\u{20e3}/gu

/** What must be there, what is replaced, by what. */
const STEPS: readonly (readonly [string | RegExp, RegExp, string])[] = [
  ['<', /<[^<>]{0,300}>/g, ' '],
  ['{', /\{[#:.][^{}]{0,80}\}/g, ' '],
  ['![', /!\[[^\][]{0,200}\]\([^()]{0,300}\)/g, ' '],
  ['](', /\[([^\][]{0,200})\]\([^()]{0,300}\)/g, '$1'],
  ['][', /\[([^\][]{0,200})\]\[[^\][]{0,100}\]/g, '$1'],
  ['[', /\[([^\][]{0,200})\]/g, ' ($1) '],
  [':`', /:[a-z]+:`([^`]{0,200})`/g, '$1'],
  [':', /:[a-z][a-z0-9_]{1,40}:/g, ' '],
  ['\\', /\\([\\`*_{}[\]()#+.!~-])/g, '$1'],
  [/[*_`~]/, /\*{1,3}|__|`|~~/g, ''],
  [/[^\0-\x7f]/, PICTURES, ' '],
  ['&', /&nbsp;|&#160;/g, ' '],
  [/\s\s|[^\S ]/, /\s{1,20}/g, ' '],
]

/** Words of a heading as a reader sees them: links by their text, no emphasis, no emoji, no HTML, no anchors. `[x]` becomes `(x)`. */
export function plainHeading(raw: string): string {
  let text = raw.slice(0, LONGEST_HEADING)
  for (const [mark, pattern, by] of STEPS)
    if (typeof mark === 'string' ? text.includes(mark) : mark.test(text)) text = text.replace(pattern, by)
  return text.trim()
}
