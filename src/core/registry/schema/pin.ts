import * as z from 'zod'
import { key, list } from './key.ts'
import type { RegistryModules } from './modules.ts'

/** A pin as written: the locators found in it, in order of the file. Exactly one is right; a rule says so, with the place. */
export interface RegistryPin {
  file: string
  locators: readonly { editor: string; locator: unknown }[]
  digest?: unknown
  checksum?: unknown
}

function beside(what: string, where: string) {
  return key(z.union([z.string().min(1).max(1000), z.record(z.string(), z.unknown())]), {
    description: `Where the ${what} stands beside the version: a locator of the same kind as the pin's own.`,
    examples: [where],
    expected: 'a locator of the same kind as the one of the version',
  }).optional()
}

type PinSchema = ReturnType<typeof makePin>

const made = new WeakMap<RegistryModules, PinSchema>()

/** One schema for all lists of pins: it is written once in the JSON Schema. */
function pin(modules: RegistryModules): PinSchema {
  const known = made.get(modules) ?? makePin(modules)
  made.set(modules, known)
  return known
}

/** `file` and one locator, keyed by the id of a pin editor; the ids come from the registry of editors. */
function makePin(modules: RegistryModules) {
  const editors = Object.values(modules.pinEditors)
  const locators: z.ZodRawShape = Object.fromEntries(editors.map((editor) => [editor.id, editor.locator.optional()]))
  const shape: z.ZodRawShape = {
    file: key(z.string().min(1).max(1000), {
      description: 'File that carries the version, from the root of the repository. May be a glob.',
      examples: ['deploy/compose.yaml', 'services/*/Dockerfile'],
      expected: 'a path from the root of the repository',
    }),
    ...locators,
    digest: beside('digest', 'image.digest'),
    checksum: beside('checksum', 'exporters.node_exporter.sha256'),
  }
  return key(
    z
      .object(shape)
      .meta({ id: 'pin' })
      .transform((written) => toPin(written, editors)),
    { description: 'One place that carries the version: a file, and one locator that says where in it.' },
  )
}

export function pins(modules: RegistryModules, description: string) {
  return list(pin(modules), { description, examples: [[{ file: 'deploy/compose.yaml', image: 'redis' }]] })
}

function toPin(written: Readonly<Record<string, unknown>>, editors: readonly { id: string }[]): RegistryPin {
  const { file, digest, checksum } = written
  return {
    file: String(file),
    locators: editors.filter(({ id }) => written[id] !== undefined).map(({ id }) => ({ editor: id, locator: written[id] })),
    ...(digest === undefined ? {} : { digest }),
    ...(checksum === undefined ? {} : { checksum }),
  }
}
