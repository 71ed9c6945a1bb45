import { PICTURES } from '../outline/heading-text.ts'
import { ORIGIN } from './origin.ts'

/**
 * A sentence as the rules see it: lower case, no markup, and what is a name, a quotation or a version replaced by a capital word, so that
 * `removeServerHot` is no removal and "no longer supported" in quotes is no statement.
 *
 * - `CODE`: a code span or an identifier, `FLAG` where it begins with a dash
 * - `QUOTE`: words in quotation marks
 * - `VER`: a version, `VER+` where it says "and above"
 */
export type NormalForm = string

const LONGEST_SENTENCE = 1500

/** A character that must be there, what is replaced, by what. Order matters: what hides other marks comes first. */
const STEPS: readonly (readonly [string, RegExp, string])[] = [
  ['', ORIGIN, ''],
  ['<', /<!--.{0,400}?-->/g, ' '],
  [':', /(^|\s):[a-z][a-z0-9_+-]{1,40}:(\s|$)/g, '$1$2'],
  ['__', /(^|\s)__([A-Za-z`](?:[^_\n]|_[^_\n]){0,300})__([\s.,;:(]|$)/g, '$1$2$3'],
  ['`', /\(?\{(?:issue|pr|pull|gh|user|ghissue|ghpr)\}`[^`]{0,80}`\)?,?/gi, ' '],
  ['`', /\(?:(?:issue|pr|pull|gh|user|ghissue|ghpr|bug|bpo|ticket|commit|cve|rfc|pep)s?:`[^`]{0,120}`\)?,?/gi, ' '],
  ['`', /[{:][a-z:]{1,30}[}:]`(?:[^`<]{0,100}<)?([^`]{1,200})`/g, ' `$1` '],
  ['![', /!\[[^\][]{0,200}\]\([^()]{0,400}\)/g, ' '],
  ['](', /\((?:[^()]{0,40}\s)?\[[^\][]{0,120}\]\([^()]{0,300}\)(?:,? \[[^\][]{0,120}\]\([^()]{0,240}\)){0,4}\)/g, ' '],
  ['``', /``([^`]{1,200})``/g, ' `$1` '],
  ['[', /\[(?:#?\d{1,8}|[0-9a-f]{7,40}|[A-Z]{2,10}-\d{1,6})\](?:\([^()]{0,300}\)|\[[^\][]{0,80}\])?/g, ' '],
  ['](', /\[([^\][]{0,300})\]\([^()]{0,400}\)/g, '$1'],
  ['][', /\[([^\][]{0,300})\]\[[^\][]{0,100}\]/g, '$1'],
  ['`_', /`([^`<]{1,100}) <[^`<>]{1,200}>`_{1,2}/g, '$1'],
  ['://', /\bhttps?:\/\/[^\s)>\]]{1,500}/g, ' '],
  ['<', /<\/?[a-zA-Z][^<>]{0,200}>/g, ' '],
  ['#', /\(?#\d{1,8}(?:, ?#\d{1,8}){0,20}\)?/g, ' '],
  ['by @', /\bby @[\w-]{1,40}(?:\[bot\])?(?: (?:in|and) .{0,200})?$/g, ' '],
  ['@', /@[\w-]{1,40}(?:\[bot\])?([\s,.;)]|$)/g, ' $1'],
]

/** Neither a version nor a name: none of the marks and capitals that show one. */
const PLAIN_WORD = /^[A-Z]?[a-z]{1,40}[.,;:]?$/
const CODE_SPAN = /`([^`]{1,300})`/g
const QUOTATION = /[“"]([^“”"]{1,200})[”"]/g
const VERSION_WORD = /^[([~^<>=≥v]{0,3}v?\d{1,6}(?:\.(?:\d{1,6}|x|\*)){1,5}[\w.+~-]{0,30}$|^v\d{1,6}$/i
const IDENTIFIER =
  /^(?:\.[A-Z][A-Za-z]{1,40}|[\w-]{1,60}\.(?:conf|cfg|ini|ya?ml|json|toml|xml|service|properties)|-{1,2}[a-z][\w.-]{1,80}(?:=\S{0,80})?|\$?[A-Za-z_][\w]{0,60}_\w{1,60}|[\w.:!?]{2,100}(?:\(\S{0,60}\)|\/\d{1,2})|[a-zA-Z_]\w{0,60}(?:\.|::|#|->)[a-zA-Z_][\w.:!?*-]{0,80}|[A-Za-z0-9]{0,40}[a-z][A-Z]\w{0,60}|\/[a-z][\w/{}:.-]{1,80}|%?[A-Z]{2,20}_[A-Z0-9_]{1,60}|:[a-z_]{2,40}\??)$/

/** Names of products and formats that are written like identifiers. */
const NAMES =
  /^(?:javascript|typescript|github|gitlab|postgresql|mysql|mariadb|openssl|macos|ios|ipv4|ipv6|graphql|nodejs|node\.js|vue\.js|next\.js|asp\.net|golang|webassembly|websocket|websockets|opentelemetry|openapi|freebsd|openbsd|netbsd|powershell|https?|oauth2?|pypy|pypi|numpy|cpython|readme\.md|libressl|jquery|coreos|opensuse|dynamodb|mongodb|youtube|linkedin|and\/or|i\/o|tls\/ssl|e\.g|i\.e)$/i

const CONTRACTIONS: readonly (readonly [RegExp, string])[] = [
  [/\bwon't\b/g, 'will not'],
  [/\bcan't\b/g, 'cannot'],
  [/\bcan not\b/g, 'cannot'],
  [/n't\b/g, ' not'],
  [/'re\b/g, ' are'],
  [/'ll\b/g, ' will'],
  [/'ve\b/g, ' have'],
  [/\bit's\b/g, 'it is'],
  [/\bbehavior/g, 'behaviour'],
  [/\bno-longer\b/g, 'no longer'],
  [/\b(is|are) no more\b/g, '$1 no longer'],
  [/\bnewly (requires?|needs?|expects?|rejects?|refuses?|defaults?|returns?)\b/g, 'now $1'],
  [/\bany more\b/g, 'anymore'],
  [/\bdont\b/g, 'do not'],
  [/\bdoesnt\b/g, 'does not'],
]

/** What gives cause for steps that most sentences need not go through. */
const BEYOND_ASCII = /[^\0-\x7f]/
const WIDE = /\s\s|[^\S ]/
const QUOTES = /["“”]/
const EMPHASIS = /[*~\\_]/
const CONTRACTED = /'|can not|behavior|no-longer|any more|dont|doesnt|newly|no more/

/** Reduces raw text of one sentence. Cut at `LONGEST_SENTENCE` characters. */
export function normalForm(raw: string): NormalForm {
  let text = raw.slice(0, LONGEST_SENTENCE)
  if (BEYOND_ASCII.test(text)) text = text.replace(/[‘’]/g, "'")
  if (WIDE.test(text)) text = text.replace(/\s{1,500}/g, ' ')
  for (const [mark, pattern, by] of STEPS) if (text.includes(mark)) text = text.replace(pattern, by)
  text = text.replace(CODE_SPAN, (_, code: string) => ` ${codeWord(code)} `)
  if (QUOTES.test(text)) text = text.replace(QUOTATION, (_, quoted: string) => (/\s/.test(quoted.trim()) ? ' QUOTE ' : ' CODE '))
  if (EMPHASIS.test(text)) text = text.replace(/[*~]{1,3}|\\/g, '').replace(/(^|[\s(])_([^_\s][^_]{0,200})_([\s).,;:]|$)/g, '$1$2$3')
  if (BEYOND_ASCII.test(text)) text = text.replace(PICTURES, ' ')
  const words = text
    .split(' ')
    .map(wordForm)
    .filter((word) => word !== '')
  let joined = ` ${words.join(' ')} `
  if (CONTRACTED.test(joined)) for (const [pattern, by] of CONTRACTIONS) joined = joined.replace(pattern, by)
  if (joined.includes('CODE')) joined = joined.replace(/(?:CODE(?: ?[,/|&]| and| or)? ){2,60}/g, 'CODE ')
  return joined
    .replace(/ {1,60}([.,;:!?]{1,4})( |$)/g, '$1$2')
    .replace(/^ {0,9}(?:[-–—:]{1,3} {1,9}){1,3}/, '')
    .trim()
}

/** Files that a project keeps for itself; the rules know them by this name. */
const PROJECT_FILE =
  /^(?:\.(?:npm|git|docker|eslint|prettier)ignore|\.(?:eslint|babel|jshint|prettier)rc(?:\.\w{2,4})?|\.editorconfig|\.(?:travis|appveyor)\.yml|npm-shrinkwrap\.json|package-lock\.json|yarn\.lock|bower\.json|tox\.ini|makefile(?:\.\w{2,3})?|rakefile|gemspec|devDependencies)$/i
/** `flutter >=1.12.1` */
const NAMED_FLOOR = /^([A-Za-z][\w.-]{0,40}) ?(?:>=|=>|≥|>) ?v?(\d{1,6}(?:\.\d{1,6}){0,3})$/

function codeWord(code: string): string {
  if (VERSION_WORD.test(code.trim())) return code.trim()
  const [, named, floor = ''] = NAMED_FLOOR.exec(code.trim()) ?? []
  if (named !== undefined) return `${named} >=${floor.includes('.') ? floor : `${floor}.0`}`
  if (PROJECT_FILE.test(code.trim())) return 'makefile'
  if (/^(?:master|main|develop|trunk)$/.test(code.trim())) return 'branch'
  return /^-{1,2}[a-zA-Z]/.test(code.trim()) ? 'FLAG' : 'CODE'
}

function wordForm(word: string): string {
  if (PLAIN_WORD.test(word)) return word.toLowerCase()
  const open = /^[([{]{1,3}/.exec(word)?.[0] ?? ''
  const close = /[)\]},;:.!?]{1,4}$/.exec(word.slice(open.length))?.[0] ?? ''
  const bare = word.slice(open.length, word.length - close.length)
  if (/^(?:CODE|FLAG|QUOTE)$/.test(bare)) return word
  if (bare.startsWith('.') && PROJECT_FILE.test(bare)) return `${open}makefile${close}`
  if (bare.endsWith(')') === false && close.startsWith(')') && bare.includes('(')) return `${open}CODE${close.slice(1)}`
  if (VERSION_WORD.test(bare)) return `${open}VER${/\+$/.test(bare) || /^[>≥]/.test(bare) ? '+' : ''}${close}`
  if (IDENTIFIER.test(bare) && !NAMES.test(bare)) return `${open}${bare.startsWith('-') ? 'FLAG' : 'CODE'}${close}`
  return word.toLowerCase()
}
