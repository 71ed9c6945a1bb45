import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { MINUTE, SECOND } from '../../core/model/instant.ts'
import { type Problem, ProblemError } from '../../core/model/problems.ts'
import type { Env } from '../compose.ts'

/** What the operator decides, out of the environment. */
export interface AppSettings {
  appId: number
  privateKey: string
  webhookSecret: string
  host: string
  port: number
  webhookPath: string
  logLevel: 'debug' | 'info' | 'warn' | 'error'
  /** Milliseconds between two rounds over all repositories; 0: only events count. */
  schedule: number
  /** Repositories worked on at the same time. */
  concurrency: number
  /** Milliseconds that running work gets to end after a signal. */
  shutdown: number
  metricsToken: string | undefined
  ownerSecrets: string | undefined
  allowedHosts: readonly string[]
}

/** Node's timers hold no more than 24 days. */
const MOST_MINUTES = 20_160

const KEY = 'a PEM private key, or its file in PRIVATE_KEY_PATH'
const SECRET = 'a secret of 16 characters or more'

const settingsSchema = z
  .object({
    APP_ID: z.coerce.number('a number').int('a number').positive('a number'),
    PRIVATE_KEY: z.string(KEY).regex(/-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----/, KEY),
    WEBHOOK_SECRET: z.string(SECRET).min(16, SECRET),
    HOST: text('127.0.0.1'),
    PORT: whole('a port', 3000, 0, 65_535),
    WEBHOOK_PATH: text('/api/github/webhooks').refine((path) => path.startsWith('/'), 'a path that begins with /'),
    LOG_LEVEL: z.preprocess((value) => value || 'info', z.enum(['debug', 'info', 'warn', 'error'], 'debug, info, warn or error')),
    PINWARDEN_SCHEDULE: whole('minutes', 360, 0, MOST_MINUTES),
    PINWARDEN_CONCURRENCY: whole('a count of repositories', 4, 1, 50),
    PINWARDEN_SHUTDOWN: whole('seconds', 25, 0, 600),
    PINWARDEN_METRICS_TOKEN: text(''),
    PINWARDEN_OWNER_SECRETS: text(''),
    PINWARDEN_ALLOWED_HOSTS: text(''),
  })
  .transform(
    (env): AppSettings => ({
      appId: env.APP_ID,
      privateKey: env.PRIVATE_KEY,
      webhookSecret: env.WEBHOOK_SECRET,
      host: env.HOST,
      port: env.PORT,
      webhookPath: env.WEBHOOK_PATH,
      logLevel: env.LOG_LEVEL,
      schedule: env.PINWARDEN_SCHEDULE * MINUTE,
      concurrency: env.PINWARDEN_CONCURRENCY,
      shutdown: env.PINWARDEN_SHUTDOWN * SECOND,
      metricsToken: env.PINWARDEN_METRICS_TOKEN || undefined,
      ownerSecrets: env.PINWARDEN_OWNER_SECRETS || undefined,
      allowedHosts: env.PINWARDEN_ALLOWED_HOSTS.split(/[\s,]+/).filter((host) => host !== ''),
    }),
  )

/** @throws ProblemError `usage` with everything that is missing or wrong; values are not quoted, they may be secrets */
export function readSettings(env: Env): AppSettings {
  const read = settingsSchema.safeParse({ ...env, PRIVATE_KEY: readKey(env['PRIVATE_KEY'], env['PRIVATE_KEY_PATH']) })
  if (read.success) return read.data
  const problems = read.error.issues.map(
    ({ path, message }): Problem => ({ code: 'usage', message: `${String(path[0])}: expected ${message}.`, help: 'See docs/app.md.' }),
  )
  throw new ProblemError(problems)
}

/** Platforms that cannot hold a line break hold the key with `\n` written out, or as base64. */
function readKey(inline: string | undefined, path: string | undefined): string | undefined {
  if (inline === undefined || inline === '') {
    try {
      return path === undefined || path === '' ? undefined : readFileSync(path, 'utf8')
    } catch {
      return undefined
    }
  }
  const key = inline.replaceAll('\\n', '\n')
  return key.includes('-----BEGIN') ? key : Buffer.from(key, 'base64').toString('utf8')
}

function text(fallback: string) {
  return z.preprocess((value) => value || fallback, z.string())
}

function whole(what: string, fallback: number, least: number, most: number) {
  const message = `${what}, a whole number from ${least} to ${most}`
  const number = z.coerce.number(message).int(message).min(least, message).max(most, message)
  return z.preprocess((value) => value || fallback, number)
}
