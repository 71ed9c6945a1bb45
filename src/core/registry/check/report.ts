import type { Place, Problem } from '../../model/problems.ts'
import { type Located, locate, type Path, pathText } from '../yaml/locate.ts'
import { offsetOf, type YamlText } from '../yaml/read.ts'
import type { Mistake } from './mistake.ts'

/** The problem of a file that holds something else than a mapping. */
export function noMapping(yaml: YamlText): Problem {
  const kind = Array.isArray(yaml.value) ? 'a list' : 'a text'
  const at = yaml.place(offsetOf(yaml.tree?.root ?? null))
  return {
    code: 'registry-invalid',
    message: `the file holds ${kind}; a registry is a mapping with the key \`components\``,
    at,
    help: 'Begin with `components:`.',
  }
}

/** The mistakes with their places, but for those behind broken syntax: there the structure is a guess. */
export function problemsOf(yaml: YamlText, mistakes: readonly Mistake[]): Problem[] {
  return mistakes
    .map((mistake) => ({ mistake, offset: offsetAt(yaml, mistake) }))
    .filter(({ offset }) => offset < yaml.certainBefore)
    .map(({ mistake, offset }) => toProblem(mistake, yaml.place(offset)))
}

function toProblem({ path, message, help, severity }: Mistake, at: Place): Problem {
  return {
    code: 'registry-invalid',
    message,
    at,
    ...(path.length === 0 ? {} : { path: pathText(path) }),
    ...(help === undefined ? {} : { help }),
    ...(severity === undefined ? {} : { severity }),
  }
}

function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`
}

function offsetAt({ tree }: YamlText, { path, at }: Mistake): number {
  return tree === null ? 0 : offsetIn(locate(tree, path), at)
}

function offsetIn(found: Located, at: Mistake['at']): number {
  return offsetOf(
    found.whole && at !== 'key' && found.value?.range?.[0] !== found.value?.range?.[1] ? found.value : (found.key ?? found.value),
  )
}

/** Where a part of the registry stands; undefined where nothing does. */
export function placeAt(yaml: YamlText, path: Path, part: 'key' | 'value'): Place | undefined {
  const found = yaml.tree === null ? null : locate(yaml.tree, path)
  return found?.whole === true ? yaml.place(offsetIn(found, part === 'key' ? 'key' : undefined)) : undefined
}

/** More than this nobody reads; it would only fill logs and pull requests. */
const MAX_PROBLEMS = 1000

/** In order of the file; what is said twice of one place is said once. */
export function inOrder(problems: readonly Problem[]): Problem[] {
  const told = new Set<string>()
  const ordered = problems
    .map((problem) => ({ ...problem, message: sentence(problem.message) }))
    .filter((problem) => {
      const key = JSON.stringify([problem.at, problem.path, problem.message])
      return !told.has(key) && told.add(key)
    })
    .sort((a, b) => (a.at?.line ?? 0) - (b.at?.line ?? 0) || (a.at?.column ?? 0) - (b.at?.column ?? 0))
  return ordered.length <= MAX_PROBLEMS ? ordered : cut(ordered)
}

function cut(ordered: readonly Problem[]): Problem[] {
  const [told, left] = [ordered.slice(0, MAX_PROBLEMS), ordered.slice(MAX_PROBLEMS)]
  const at = left[0]?.at
  const rest: Problem = { code: 'registry-invalid', message: `${left.length} more problems follow.`, ...(at === undefined ? {} : { at }) }
  return [...told, left.every(({ severity }) => severity === 'warning') ? { ...rest, severity: 'warning' } : rest]
}
