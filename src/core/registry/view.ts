import * as z from 'zod'
import { once } from '../model/once.ts'
import { expectations } from './schema/key.ts'

interface Documented {
  description?: string
  default?: unknown
  examples?: readonly unknown[]
  /** Completes "expected …". */
  expected?: string
  /** Whether a key with this schema must be written. */
  required: boolean
  /** Whether the key may stand without a value. */
  empty: boolean
}

/** A schema as a reader sees it: without wrappers, transforms and checks. Error messages, unknown keys and the docs page are made from it. */
export type View = Documented &
  (
    | { kind: 'object'; keys: ReadonlyMap<string, View> }
    | { kind: 'map'; names: View; value: View }
    | { kind: 'list'; item: View }
    | { kind: 'choice'; options: readonly View[] /** Key whose value tells the options apart. */; discriminator?: string }
    | { kind: 'enum'; values: readonly string[] }
    | { kind: 'text' | 'number' | 'flag' | 'any' }
  )

const seen = new WeakMap<z.core.$ZodType, View>()

/** The view of a schema; made once for each, and what is below it when it is looked at: no file writes every key. */
export function viewOf(schema: z.core.$ZodType): View {
  const known = seen.get(schema)
  if (known !== undefined) return known
  const { inner, about } = unwrap(schema)
  const view: View = Object.assign(shapeOf(inner), about)
  seen.set(schema, view)
  return view
}

/** Takes off optional, nullable, transform and the like; the outermost documentation counts. */
function unwrap(schema: z.core.$ZodType): { inner: z.core.$ZodType; about: Documented } {
  const about: Documented = { required: true, empty: false }
  let inner = schema
  for (;;) {
    const meta = z.globalRegistry.get(inner)
    about.description ??= meta?.description
    about.default ??= meta?.['default']
    if (meta?.examples !== undefined) about.examples ??= Array.isArray(meta.examples) ? meta.examples : [meta.examples]
    about.expected ??= expectations.get(inner)?.expected
    if (inner instanceof z.ZodOptional) about.required = false
    if (inner instanceof z.ZodNullable) about.empty = true
    const next = within(inner)
    if (next === null) return { inner, about }
    inner = next
  }
}

function within(schema: z.core.$ZodType): z.core.$ZodType | null {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodReadonly) return schema.unwrap()
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodCatch) return schema.unwrap()
  if (schema instanceof z.ZodLazy) return schema.unwrap()
  if (schema instanceof z.ZodPipe) return schema.in instanceof z.ZodTransform ? schema.out : schema.in
  return null
}

type Shape = View extends infer V ? (V extends unknown ? Omit<V, keyof Documented> : never) : never

function shapeOf(schema: z.core.$ZodType): Shape {
  if (schema instanceof z.ZodObject) {
    const keys = once(() => new Map(Object.entries<z.core.$ZodType>(schema.shape).map(([name, value]) => [name, viewOf(value)] as const)))
    return {
      kind: 'object',
      get keys() {
        return keys()
      },
    }
  }
  if (schema instanceof z.ZodRecord) {
    return {
      kind: 'map',
      get names() {
        return viewOf(schema.keyType)
      },
      get value() {
        return viewOf(schema.valueType)
      },
    }
  }
  if (schema instanceof z.ZodArray) {
    return {
      kind: 'list',
      get item() {
        return viewOf(schema.element)
      },
    }
  }
  if (schema instanceof z.ZodDiscriminatedUnion) {
    return { kind: 'choice', options: schema.options.map(viewOf), discriminator: schema.def.discriminator }
  }
  if (schema instanceof z.ZodUnion) return { kind: 'choice', options: schema.options.flatMap(flatten) }
  if (schema instanceof z.ZodEnum) return { kind: 'enum', values: schema.options.map(String) }
  if (schema instanceof z.ZodLiteral) return { kind: 'enum', values: [...schema.values].map(String) }
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat) return { kind: 'text' }
  if (schema instanceof z.ZodNumber) return { kind: 'number' }
  if (schema instanceof z.ZodBoolean) return { kind: 'flag' }
  return { kind: 'any' }
}

/** The options of a union, those of unions inside it among them. */
function flatten(option: z.core.$ZodType): View[] {
  const view = viewOf(option)
  return view.kind === 'choice' && view.discriminator === undefined ? [...view.options] : [view]
}

/** Views that can hold the value: of a choice, the options whose form fits, or all where none does. */
export function candidates(view: View, value: unknown): readonly View[] {
  if (view.kind !== 'choice') return [view]
  const { discriminator } = view
  const options = discriminator === undefined ? view.options : told(view.options, discriminator, value)
  const fitting = options.filter((option) => fits(option, value))
  return (fitting.length > 0 ? fitting : options).flatMap((option) => candidates(option, value))
}

function told(options: readonly View[], discriminator: string, value: unknown): readonly View[] {
  const wanted = isMapping(value) ? value[discriminator] : undefined
  const named = options.filter((option) => {
    const teller = option.kind === 'object' ? option.keys.get(discriminator) : undefined
    return teller?.kind === 'enum' && typeof wanted === 'string' && teller.values.includes(wanted)
  })
  return named.length > 0 ? named : options
}

function fits(view: View, value: unknown): boolean {
  if (Array.isArray(value)) return view.kind === 'list' || view.kind === 'any'
  if (isMapping(value)) return view.kind === 'object' || view.kind === 'map' || view.kind === 'any'
  return view.kind !== 'object' && view.kind !== 'map' && view.kind !== 'list'
}

/** A mapping of YAML: an object that is neither null nor a list. */
export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
