import * as z from 'zod'
import { type RegistryModules, registrySchema } from './schema.ts'
import { isMapping } from './view.ts'

/** A JSON Schema document. */
export interface JsonSchema {
  [key: string]: unknown
}

/** Where editors find the schema once it is published. */
export const SCHEMA_ID = 'https://unpkg.com/pinwarden/dist/versions.schema.json'

/**
 * The schema of `versions.yaml` as JSON Schema (draft 7, which YAML editors know best): keys complete, descriptions show on hover,
 * unknown keys are errors unless they begin with `x-`.
 */
export function registryJsonSchema(modules: RegistryModules): JsonSchema {
  const made = z.toJSONSchema(registrySchema(modules), { io: 'input', target: 'draft-7', unrepresentable: 'any' })
  const { $schema, ...rest } = made
  return { $schema, $id: SCHEMA_ID, title: 'Pinwarden registry (versions.yaml)', ...withoutOutsiders(rest) }
}

/** Adds what zod cannot say, all through the schema. */
function withoutOutsiders(schema: Readonly<Record<string, unknown>>): JsonSchema {
  const inside = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, deep(value)]))
  return orNothing(closed(inside))
}

function deep(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(deep)
  return isMapping(value) ? withoutOutsiders(value) : value
}

/** A mapping with known keys takes no others but extensions. */
function closed(schema: JsonSchema): JsonSchema {
  if (schema['type'] !== 'object' || !isMapping(schema['properties']) || schema['additionalProperties'] !== undefined) return schema
  return { ...schema, additionalProperties: false, patternProperties: { '^x-': {} } }
}

/** "A mapping or nothing" as one schema: editors complete it better than a choice of two. */
function orNothing(schema: JsonSchema): JsonSchema {
  const { anyOf, ...about } = schema
  if (!Array.isArray(anyOf) || anyOf.length !== 2) return schema
  const [first, second]: unknown[] = anyOf
  const simple = isMapping(first) && typeof first['type'] === 'string' && isMapping(second) && second['type'] === 'null'
  return simple ? { ...first, ...about, type: [first['type'], 'null'] } : schema
}
