import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { fail } from '../../core/model/problems.ts'
import type { Env } from '../compose.ts'

const fileSchema = z.record(z.string(), z.record(z.string(), z.string()))

/**
 * Secrets that `token_env` of a registry may name, by owner: `{"acme": {"NPM_TOKEN": "…"}}`. Whoever writes a registry also chooses where
 * such a secret is sent, so nothing of this process's own environment is within reach, and no owner's secret is another's.
 * @throws ProblemError `usage` for a file that cannot be read
 */
export function readOwnerSecrets(file: string | undefined): (owner: string) => Env {
  if (file === undefined) return () => ({})
  let owners: z.infer<typeof fileSchema>
  try {
    owners = fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    // Neither the text nor a part of it is quoted: it holds secrets.
    const why = error instanceof z.ZodError || error instanceof SyntaxError ? 'it is no JSON of owner → variable → secret' : String(error)
    return fail('usage', `PINWARDEN_OWNER_SECRETS names ${file}: ${why}.`)
  }
  const byOwner = new Map(Object.entries(owners).map(([owner, secrets]) => [owner.toLowerCase(), secrets]))
  return (owner) => byOwner.get(owner.toLowerCase()) ?? {}
}
