import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'

const manifest = z
  .object({
    inputs: z
      .record(z.string(), z.object({ default: z.unknown().optional(), required: z.boolean().optional() }).loose().nullable())
      .optional(),
  })
  .loose()

/**
 * Inputs as a step's process finds them: those given, and the manifest's defaults for the others, each as `INPUT_<NAME>` in capitals, with
 * blanks made underscores and hyphens kept. @throws Error for an input that the manifest does not have
 */
export function inputEnvironment(
  manifestPath: string,
  given: Readonly<Record<string, string | boolean | number>>,
  token: string,
): Record<string, string> {
  const declared = existsSync(manifestPath) ? (manifest.parse(parse(readFileSync(manifestPath, 'utf8'))).inputs ?? {}) : null
  const unknown = declared === null ? [] : Object.keys(given).filter((name) => declared[name] === undefined)
  if (unknown.length > 0)
    throw new Error(`Unexpected input(s) '${unknown.join("', '")}', valid inputs are ['${Object.keys(declared ?? {}).join("', '")}']`)
  const defaults = Object.entries(declared ?? {}).flatMap(([name, input]) =>
    input?.default === undefined ? [] : [[name, expand(String(input.default), token)] as const],
  )
  const values = { ...Object.fromEntries(defaults), ...given }
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, String(value)]),
  )
}

/** The only expression that an action's defaults may well use. @throws Error for any other */
function expand(text: string, token: string): string {
  return text.replace(/\$\{\{\s*([^}]*?)\s*\}\}/g, (_, expression: string) => {
    if (expression !== 'github.token') throw new Error(`the runner harness does not know the expression ${expression}`)
    return token
  })
}
