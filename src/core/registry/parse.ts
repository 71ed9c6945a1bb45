import type { Document } from 'yaml'
import type { Place, Problem } from '../model/problems.ts'
import { applyRules, follows } from './check/apply-rules.ts'
import { lostDigits } from './check/lost-digits.ts'
import { inOrder, noMapping, placeAt, problemsOf } from './check/report.ts'
import { check } from './check/salvage.ts'
import { dropUnknownKeys } from './check/unknown-keys.ts'
import { wording } from './check/wording.ts'
import { modernise } from './legacy.ts'
import { RULES } from './rules.ts'
import { type Registry, type RegistryModules, registrySchema } from './schema.ts'
import { isMapping, viewOf } from './view.ts'
import { type Path, sourceText } from './yaml/locate.ts'
import { readYaml } from './yaml/read.ts'

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
  const { document, tree, value } = yaml
  const refused = tree === null || yaml.problems.some(({ code }) => code === 'registry-refused')
  if (refused) return { registry: null, document, problems: inOrder(yaml.problems), at: () => undefined }
  if (value !== null && !isMapping(value))
    return { registry: null, document, problems: inOrder([...yaml.problems, noMapping(yaml)]), at: () => undefined }

  // 2. older keys in their places of today
  const schema = registrySchema(modules)
  const view = viewOf(schema)
  const modern = modernise(value ?? {})

  // 3. keys that the schema does not know
  const known = dropUnknownKeys(view, modern.value)

  // 4. types and values
  const checked = check(schema, known.value)
  const source = (path: Path) => sourceText(tree, modern.written(path))
  const issues = checked.issues.filter((issue) => !follows(issue, known.mistakes, known.value))
  const worded = issues.map((issue) => wording(issue, view, known.value, source))

  // 5. digits that YAML takes away where a module does not mind numbers
  const lost = [...lostDigits(known.value, source)].filter(({ path }) => !checked.broken(path))

  // 6. rules between keys, on all that is sound; not where broken syntax hides a part of the file
  const whole = yaml.certainBefore > text.length
  const ruled = whole ? applyRules(RULES, { checked, modules, value: modern.value, unknown: known.mistakes }) : []

  const found = [...known.mistakes, ...worded, ...lost, ...ruled].map((mistake) => ({ ...mistake, path: modern.written(mistake.path) }))
  const problems = inOrder([...yaml.problems, ...problemsOf(yaml, [...modern.mistakes, ...found])])
  const sound = checked.issues.length === 0 && problems.every(({ severity }) => severity === 'warning')
  const at: ParsedRegistry['at'] = (path, part) => placeAt(yaml, modern.written(path), part)
  return { registry: sound ? checked.sound : null, document, problems, at }
}
