import * as z from 'zod'
import { once } from '../../model/once.ts'
import { DEFAULTS } from '../defaults.ts'
import { count, flag, key, section, text } from './key.ts'
import { time, variableName, webAddress } from './leaf.ts'

/** `github_api` of `global` and of an environment. */
export const githubApi = once(() => {
  const { github } = DEFAULTS
  return section(
    {
      enabled: flag({
        description: 'Whether GitHub is asked at all. When false, only stored answers are used for it.',
        default: github.enabled,
      }).optional(),
      timeout: time({ description: 'How long to wait for one answer, in seconds.', default: github.timeout, examples: [10] }).optional(),
      cache_ttl: time({
        description: 'For how many seconds a stored answer of GitHub is used without asking again.',
        default: github.cacheTtl,
        examples: [900, '30m'],
      }).optional(),
      rate_limit_threshold: count({
        description: 'When fewer requests than this remain in the hour, the run goes on from stored answers and says so.',
        default: github.rateLimitThreshold,
      }).optional(),
      token_env: variableName({ description: 'Environment variable that holds the token.', examples: ['GITHUB_TOKEN'] }).optional(),
    },
    { description: 'The GitHub on which upstream projects live.' },
  )
})

/** `cache` of `global` and of an environment. */
export const cache = once(() => {
  const { cache: defaults } = DEFAULTS
  return section(
    {
      enabled: flag({ description: 'Whether answers of upstreams are stored.', default: defaults.enabled }).optional(),
      directory: text({
        description: 'Where stored answers are kept; `~` is the home directory.',
        examples: ['.pinwarden/cache'],
      }).optional(),
      ttl: time({ description: 'For how many seconds a stored answer is used without asking again.', default: defaults.ttl }).optional(),
      max_age: time({
        description: 'Stored answers older than this many seconds are not used any more, not even when an upstream fails.',
        default: defaults.maxAge,
      }).optional(),
      cleanup_interval: time({ description: 'How many seconds pass between two clean-ups.', default: defaults.cleanupInterval }).optional(),
    },
    { description: 'Stored answers of upstreams.' },
  )
})

export function stateDb() {
  return section(
    {
      path: text({
        description: 'File of the query database that is built from the ledger.',
        examples: ['.pinwarden/state.db'],
      }).optional(),
      backup_enabled: flag({
        description: 'Whether the file is copied before it is rebuilt.',
        default: DEFAULTS.stateDb.backupEnabled,
      }).optional(),
      backup_retention_days: count({
        description: 'For how many days copies are kept.',
        default: DEFAULTS.stateDb.backupRetentionDays,
      }).optional(),
    },
    { description: 'The query database. It can be deleted at any time: the ledger is the record.' },
  )
}

/** No branch of proposals: whatever is under `pinwarden/` is swept. https://git-scm.com/docs/git-check-ref-format */
const LEDGER_BRANCH = /^(?!pinwarden\/|refs\/)(?!.{0,200}(?:\.\.|\/\/|\/\.|\.lock(?:\/|$)))[A-Za-z0-9_](?:[\w./-]{0,198}[\w-])?$/

export function ledger() {
  const { ledger: defaults } = DEFAULTS
  return section(
    {
      enabled: flag({
        description: 'Whether upgrades, rollbacks and decisions are recorded.',
        default: defaults.enabled,
      }).optional(),
      branch: key(z.string().regex(LEDGER_BRANCH), {
        description: 'Branch that holds the ledger and nothing else. Made with the first record.',
        default: defaults.branch,
        examples: ['audit/versions'],
        expected: 'the name of a branch, not under `pinwarden/`, which is for proposals',
      }).optional(),
    },
    { description: 'The audit trail: a chain of records on a branch of the repository.' },
  )
}

const service = z.object({
  url: webAddress({
    description: 'Base address to ask instead of the public one: a mirror, an Enterprise Server, a proxy without internet access.',
    examples: ['https://nexus.example.com/repository/npm'],
  }).optional(),
  token_env: variableName({
    description: 'Environment variable that holds the token for this address.',
    examples: ['NEXUS_TOKEN'],
  }).optional(),
  concurrency: count({ description: 'How many requests may be under way at once.', examples: [4] }, 1, 100).optional(),
})

/** One key for each datasource, so that a misspelt id is an unknown key. */
export function datasources(ids: readonly string[]) {
  const about = (id: string) => ({ description: `Where and how \`${id}\` is asked.` })
  const shape: Record<string, z.ZodOptional<typeof service>> = Object.fromEntries(ids.map((id) => [id, key(service, about(id)).optional()]))
  return section(shape, {
    description: 'Where each datasource is asked. `PINWARDEN_<ID>_URL` in the environment stands above `url`.',
    examples: [{ npm: { url: 'https://nexus.example.com/repository/npm', token_env: 'NEXUS_TOKEN' } }],
  })
}
