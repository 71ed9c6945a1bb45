import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as z from 'zod'

const packageSchema = z.object({ name: z.literal('pinwarden'), version: z.string() })

/**
 * Version of the package that this lies in. Read where it runs and not written into the bundles, so that a release changes nothing in them: they
 * are the same bytes from the same sources.
 */
export const VERSION = versionAbove(import.meta.dirname, 4)

function versionAbove(folder: string, levels: number): string {
  try {
    return packageSchema.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))).version
  } catch {
    return levels === 0 || dirname(folder) === folder ? '0.0.0-unknown' : versionAbove(dirname(folder), levels - 1)
  }
}
