import { compilePattern, isPattern, type Pattern } from '../text/pattern.ts'

/** Where GitHub looks for it; the first that exists counts (https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners). */
export const CODEOWNERS_PATHS = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS']

/** Owners as GitHub can ask them: logins, and `owner/team` slugs. E-mail addresses name nobody that could be asked. */
export interface Owners {
  users: string[]
  teams: { organization: string; slug: string }[]
}

interface Rule {
  pattern: Pattern
  owners: readonly string[]
}

/** Who owns at least one of the paths. The last line that matches a path decides, and may leave it without an owner. */
export function ownersOf(text: string, paths: readonly string[]): Owners {
  const rules = text.split(/\r?\n/).flatMap(ruleOf)
  const names = new Set(paths.flatMap((path) => rules.findLast((rule) => rule.pattern.test(path))?.owners ?? []))
  const mentioned = [...names].filter((name) => name.startsWith('@')).map((name) => name.slice(1))
  return {
    users: mentioned.filter((name) => !name.includes('/')).sort(),
    teams: mentioned
      .filter((name) => name.includes('/'))
      .sort()
      .map((name) => ({ organization: name.slice(0, name.indexOf('/')), slug: name.slice(name.indexOf('/') + 1) })),
  }
}

/** One line; a comment, a blank line and what GitHub does not understand (`!`, `[ ]`) give none. */
function ruleOf(line: string): Rule[] {
  const words = wordsOf(line)
  const [glob, ...owners] = words
  if (glob === undefined || glob.startsWith('!') || /[[\]]/.test(glob)) return []
  const pattern = compilePattern(sourceOf(glob))
  return isPattern(pattern) ? [{ pattern, owners }] : []
}

/** Words apart by blanks; a backslash takes the blank or `#` behind it as itself; an unescaped `#` at the start of a word ends the line. */
function wordsOf(line: string): string[] {
  const words: string[] = []
  let word = ''
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at] ?? ''
    if (char === '\\' && at + 1 < line.length) {
      at += 1
      word += line[at]
    } else if (char === '#' && word === '') break
    else if (/\s/.test(char)) {
      if (word !== '') words.push(word)
      word = ''
    } else word += char
  }
  return word === '' ? words : [...words, word]
}

/**
 * The pattern as RE2. As in `.gitignore`: a slash at the start or inside anchors it, one at the end means all in the folder, a name also means
 * what lies in a folder of the name. Unlike there, `docs/*` means the files of `docs` and none of its folders.
 */
function sourceOf(glob: string): string {
  const folder = glob.endsWith('/')
  const parts = glob.replace(/^\/+/, '').replace(/\/+$/, '').split('/')
  const anchored = glob.startsWith('/') || parts.length > 1
  const inside = folder ? '/.+' : parts.at(-1) === '*' || parts.at(-1) === '**' ? '' : '(?:/.+)?'
  const body = parts.map((part, at) => segment(part, at === parts.length - 1)).join('')
  return `^${anchored ? '' : '(?:.*/)?'}${body}${inside}$`
}

function segment(part: string, last: boolean): string {
  if (part === '**') return last ? '.*' : '(?:.*/)?'
  const text = part
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replace(/\*+/g, '[^/]*')
    .replace(/\?/g, '[^/]')
  return last ? text : `${text}/`
}
