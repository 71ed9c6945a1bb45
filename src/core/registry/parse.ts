import type { Document } from 'yaml'
import type { Place, Problem } from '../model/problems.ts'
import type { Mistake } from './check/mistake.ts'
import { type Checked, check } from './check/salvage.ts'
import { dropUnknownKeys } from './check/unknown-keys.ts'
import { wording } from './check/wording.ts'
import { modernise } from './legacy.ts'
import { RULES } from './rules.ts'
import { type Registry, type RegistryModules, registrySchema } from './schema.ts'
import { isMapping, viewOf } from './view.ts'
import { locate, type Path, pathText, sourceText } from './yaml/locate.ts'
import { offsetOf, readYaml, type YamlText } from './yaml/read.ts'

export interface ParsedRegistry {
  /** Null where there is any error; warnings alone leave it. */
  registry: Registry | null
  document: Document
  /** Errors and warnings in order of the file. */
  problems: Problem[]
  /** Where a part of the registry stands; for `resolveScope`. */
  at(path: Path, part: 'key' | 'value'): Place | undefined
}

/**
 * Reads and checks a registry. Never throws at its content: all that is wrong with it comes back at once, each problem with file,
 * line, column and path, in order of the file.
 */
export function parseRegistry(text: string, file: string, modules: RegistryModules): ParsedRegistry {
  // 1. the text as YAML: what no registry may hold, syntax, keys written twice, aliases
  const yaml = readYaml(text, file)
  const at = (path: Path, part: 'key' | 'value') => placeAt(yaml, path, part)
  const done = (registry: Registry | null, more: readonly Problem[]): ParsedRegistry => {
    const problems = inOrder([...yaml.problems, ...more])
    const sound = problems.every(({ severity }) => severity === 'warning')
    return { registry: sound ? registry : null, document: yaml.document, problems, at }
  }
  if (yaml.tree === null || yaml.problems.some(({ code }) => code === 'registry-refused')) return done(null, [])
  if (yaml.value !== null && !isMapping(yaml.value)) return done(null, [noMapping(yaml)])

  // 2. older keys in their places of today
  const schema = registrySchema(modules)
  const view = viewOf(schema)
  const modern = modernise(yaml.value ?? {})

  // 3. keys that the schema does not know
  const known = dropUnknownKeys(view, modern.value)

  // 4. types and values
  const checked = check(schema, known.value)
  const source = (path: Path) => (yaml.tree === null ? null : sourceText(yaml.tree, modern.written(path)))
  const worded = checked.issues.map((issue) => wording(issue, view, known.value, source))

  // 5. rules between keys, on all that is sound; not where broken syntax hides a part of the file
  const whole = yaml.certainBefore > text.length
  const ruled =
    whole && checked.sound !== null ? rulesOn(checked, checked.sound, modules, { value: modern.value, unknown: known.mistakes }) : []

  const found = [...known.mistakes, ...worded, ...ruled].map((mistake) => ({ ...mistake, path: modern.written(mistake.path) }))
  const problems = [...modern.mistakes, ...found].map((mistake) => ({ mistake, offset: offsetAt(yaml, mistake) }))
  const certain = problems.filter(({ offset }) => offset < yaml.certainBefore)
  return done(
    checked.issues.length === 0 ? checked.sound : null,
    certain.map(({ mistake, offset }) => toProblem(mistake, yaml.place(offset))),
  )
}

function rulesOn(
  checked: Checked<Registry>,
  registry: Registry,
  modules: RegistryModules,
  file: { value: unknown; unknown: readonly Mistake[] },
): Mistake[] {
  const written = (path: Path) => has(file.value, checked.original(path))
  const parents = new Set(file.unknown.map(({ path }) => pathText(path.slice(0, -1))))
  const misspelt = (path: Path) => parents.has(pathText(checked.original(path)))
  return RULES.flatMap((rule) => [...rule.check({ registry, modules, written, misspelt })])
    .map((mistake) => ({ ...mistake, path: checked.original(mistake.path) }))
    .filter(({ path }) => path.length === 0 || !checked.broken(path))
}

function has(value: unknown, path: Path): boolean {
  let at: unknown = value
  for (const segment of path) {
    if (Array.isArray(at)) at = at[Number(segment)]
    else if (isMapping(at) && Object.hasOwn(at, segment)) at = at[segment]
    else return false
  }
  return at !== undefined && at !== null
}

function noMapping(yaml: YamlText): Problem {
  const kind = Array.isArray(yaml.value) ? 'a list' : 'a text'
  const at = yaml.place(offsetOf(yaml.tree?.root ?? null))
  return {
    code: 'registry-invalid',
    message: `the file holds ${kind}; a registry is a mapping with the key \`components\``,
    at,
    help: 'Begin with `components:`.',
  }
}

function toProblem({ path, message, help, severity }: Mistake, at: Place): Problem {
  return {
    code: 'registry-invalid',
    message: /[.?!]$/.test(message) ? message : `${message}.`,
    at,
    ...(path.length === 0 ? {} : { path: pathText(path) }),
    ...(help === undefined ? {} : { help }),
    ...(severity === undefined ? {} : { severity }),
  }
}

function offsetAt(yaml: YamlText, { path, at }: Mistake): number {
  if (yaml.tree === null) return 0
  const found = locate(yaml.tree, path)
  return offsetOf(
    found.whole && at !== 'key' && found.value?.range?.[0] !== found.value?.range?.[1] ? found.value : (found.key ?? found.value),
  )
}

function placeAt(yaml: YamlText, path: Path, part: 'key' | 'value'): Place | undefined {
  if (yaml.tree === null || !locate(yaml.tree, path).whole) return undefined
  return yaml.place(offsetAt(yaml, part === 'key' ? { path, message: '', at: 'key' } : { path, message: '' }))
}

/** In order of the file; what is said twice of one place is said once. */
function inOrder(problems: readonly Problem[]): Problem[] {
  const told = new Set<string>()
  return problems
    .filter((problem) => {
      const key = JSON.stringify([problem.at?.line, problem.at?.column, problem.path, problem.message])
      return !told.has(key) && told.add(key)
    })
    .sort((a, b) => (a.at?.line ?? 0) - (b.at?.line ?? 0) || (a.at?.column ?? 0) - (b.at?.column ?? 0))
}
