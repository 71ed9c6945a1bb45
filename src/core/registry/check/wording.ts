import { nearest } from '../../text/nearest.ts'
import { candidates, isMapping, type View } from '../view.ts'
import type { Path } from '../yaml/locate.ts'
import { didYouMean, type Mistake, names, withHelp } from './mistake.ts'

/** Messages that zod makes itself; those of a schema's author say more. */
const GENERIC = /^(?:Invalid |Too |Unrecognized |No matching|$)/

/** Keys whose value may be a secret that somebody wrote where its name belongs: messages end in logs. */
const SECRET = /token|secret|password/i

/** What zod says of one value: where, and, for checks of our own, in which words. */
export interface Issue {
  path: Path
  code: string
  message: string
}

/** A sentence about an issue: what was found and what is expected, made from the schema, so that every key gets the same care. */
export function wording(issue: Issue, root: View, value: unknown, source: (path: Path) => string | null): Mistake {
  const { view, found, present } = follow(root, value, issue.path)
  if (issue.code === 'invalid_key') return wrongName(issue, root, value)
  const expected = expectation(view)
  if (!present) return { path: issue.path, message: `the key \`${issue.path.at(-1)}\` is missing; expected ${expected}` }
  if (found === null)
    return { path: issue.path, message: `no value is given; expected ${expected}`, help: 'Give it one, or remove the key.' }
  if (typeof found === 'number' && !accepts(view, 'number')) return unquoted(issue.path, found, source(issue.path), view)
  if (typeof found === 'boolean' && quotable(view) && !accepts(view, 'flag')) {
    return {
      path: issue.path,
      message: `found ${found} without quotes; expected ${expected}`,
      help: `Quote it: "${source(issue.path) ?? found}".`,
    }
  }
  const reason = GENERIC.test(issue.message) ? null : issue.message
  if (reason !== null && view.expected === undefined) return { path: issue.path, message: `found ${shown(found)}, but ${reason}` }
  const what = SECRET.test(String(issue.path.at(-1))) ? 'something else' : shown(found)
  return {
    path: issue.path,
    message: `found ${what}; expected ${expected}${reason === null ? '' : ` (${reason})`}`,
    ...withHelp(suggestion(view, found)),
  }
}

/** The view and the value at a path. */
function follow(root: View, value: unknown, path: Path): { view: View; found: unknown; present: boolean } {
  let view = root
  let found: unknown = value
  let present = true
  for (const segment of path) {
    const options = candidates(view, found)
      .map((option) => below(option, segment))
      .filter((option) => option !== undefined)
    const container: unknown = found
    present = Array.isArray(container) ? Number(segment) < container.length : isMapping(container) && Object.hasOwn(container, segment)
    found = Array.isArray(container) ? container[Number(segment)] : isMapping(container) ? container[segment] : undefined
    view = choice(options)
  }
  return { view, found, present }
}

function below(view: View, segment: string | number): View | undefined {
  if (view.kind === 'list') return view.item
  if (view.kind === 'map') return view.value
  return view.kind === 'object' ? view.keys.get(String(segment)) : undefined
}

function choice(options: readonly View[]): View {
  const [only] = options
  if (options.length === 1 && only !== undefined) return only
  return { kind: 'choice', options, required: true, empty: false }
}

/** Completes "expected …". */
export function expectation(view: View): string {
  if (view.expected !== undefined) return view.expected
  switch (view.kind) {
    case 'object':
      return `a mapping with the keys ${names([...view.keys.keys()], 8)}`
    case 'map':
      return 'a mapping of names'
    case 'list':
      return `a list, each item ${expectation(view.item)}`
    case 'enum':
      return view.values.length === 1 ? names(view.values) : `one of ${names(view.values, 30)}`
    case 'choice':
      return either(enums(view.options))
    case 'number':
      return 'a number'
    case 'flag':
      return '`true` or `false`'
    case 'text':
      return 'text'
    case 'any':
      return 'another value'
  }
}

function either(options: readonly View[]): string {
  const single = options.filter((option) => option.kind !== 'list').map(expectation)
  const lists = options.flatMap((option) => (option.kind === 'list' ? [option.item] : []))
  const several = lists.map((item) => (single.includes(expectation(item)) ? 'a list of them' : `a list, each item ${expectation(item)}`))
  return [...new Set([...single, ...several])].join(', or ') || 'another value'
}

/** Options that are all lists of words are one list: a wrong `datasource` names all datasources. */
function enums(options: readonly View[]): readonly View[] {
  const values = options.flatMap((option) => (option.kind === 'enum' ? option.values : []))
  const rest = options.filter((option) => option.kind !== 'enum')
  return values.length === 0 ? rest : [{ kind: 'enum', values: [...new Set(values)], required: true, empty: false }, ...rest]
}

function accepts(view: View, kind: View['kind']): boolean {
  return view.kind === kind || view.kind === 'any' || (view.kind === 'choice' && view.options.some((option) => accepts(option, kind)))
}

function words(view: View): readonly string[] {
  if (view.kind === 'enum') return view.values
  return view.kind === 'choice' ? view.options.flatMap(words) : []
}

function suggestion(view: View, found: unknown): string | undefined {
  return typeof found === 'string' ? didYouMean(nearest(found, words(view))) : undefined
}

/** A number where text is expected: nearly always a version without quotes. */
function unquoted(path: Path, found: number, source: string | null, view: View): Mistake {
  const written = source ?? String(found)
  const differs = written === String(found) ? '' : `, which YAML reads as ${found}`
  const help = quotable(view) ? `Quote it: "${written}".` : undefined
  return { path, message: `found the number ${written}${differs}; expected ${expectation(view)}`, ...withHelp(help) }
}

/** Whether digits in quotes are a good value: a version is, a duration is not. */
function quotable(view: View): boolean {
  if (view.expected !== undefined) return view.expected.includes('in quotes')
  return view.kind === 'text' || (view.kind === 'choice' && view.options.some(quotable))
}

function wrongName(issue: Issue, root: View, value: unknown): Mistake {
  const parent = follow(root, value, issue.path.slice(0, -1))
  const map = candidates(parent.view, parent.found).find((option) => option.kind === 'map')
  const expected = map === undefined ? 'another name' : expectation(map.names)
  return { path: issue.path, at: 'key', message: `\`${issue.path.at(-1)}\` cannot be a name; expected ${expected}` }
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (isMapping(value)) return 'a mapping'
  if (typeof value !== 'string') return String(value)
  if (value === '') return 'an empty text'
  const short = value.length > 60 ? `${value.slice(0, 57)}…` : value
  return `\`${short.replaceAll('\n', '⏎')}\``
}
