import type { Mistake } from '../check/mistake.ts'
import type { Registry, RegistryModules } from '../schema.ts'
import type { Path } from '../yaml/locate.ts'

/** What rules see: the registry as the schema understood it, and the modules it may name. */
export interface RuleContext {
  registry: Registry
  modules: RegistryModules
  /** Whether the file has a value at the path, even one that the schema refused. */
  written(path: Path): boolean
  /** Whether the mapping at the path has a key that the schema does not know: what seems to be missing may be misspelt. */
  misspelt(path: Path): boolean
}

/** A condition between several keys, or one that no schema can say. Its mistakes are collected with those of the schema. */
export interface Rule {
  /** Stable; named by tests and the reference. */
  id: string
  /** One sentence for the reference: what must hold. */
  summary: string
  check(context: RuleContext): Iterable<Mistake>
}
