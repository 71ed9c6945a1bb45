import { createHash } from 'node:crypto'
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import { isAbsolute, join, normalize } from 'node:path'
import { defaultCacheDirectory } from '../../adapters/sqlite-cache.ts'
import { IN_MEMORY } from '../../adapters/sqlite-file.ts'
import { openSqliteLedger } from '../../adapters/sqlite-ledger.ts'
import { fail } from '../../core/model/problems.ts'
import type { LedgerPolicy } from '../../core/registry/resolved.ts'
import type { LedgerIndex } from '../../ports/ledger-index.ts'

/**
 * The query database: `global.state_db.path`, counted from the repository and never outside of it, else one for each repository and branch in
 * the user's cache folder. Where it cannot be kept, it is built in memory and lost with the run.
 * @throws ProblemError `registry-refused` for a path that leaves the repository, or that is some other file
 */
export function openIndex(
  policy: LedgerPolicy,
  settings: {
    env: Readonly<Record<string, string | undefined>>
    root: string | null
    repository: string
    now(): number
    warn(text: string): void
  },
): LedgerIndex {
  const { path: wanted, backupEnabled, backupRetentionDays } = policy.stateDb
  const options = { backups: { enabled: backupEnabled, retentionDays: backupRetentionDays }, now: settings.now }
  const path = wanted === undefined || settings.root === null ? defaultPath(policy, settings) : insideOf(settings.root, wanted)
  try {
    return openSqliteLedger({ ...options, path })
  } catch (error) {
    settings.warn(`The query database ${path} is not used: ${error instanceof Error ? error.message : error}`)
    return openSqliteLedger({ ...options, backups: { enabled: false, retentionDays: 0 }, path: IN_MEMORY })
  }
}

function defaultPath(
  { branch }: LedgerPolicy,
  { env, repository }: { env: Readonly<Record<string, string | undefined>>; repository: string },
): string {
  const name = createHash('sha256').update(`${repository}\0${branch}`).digest('hex').slice(0, 16)
  return join(env['PINWARDEN_CACHE_DIR'] || defaultCacheDirectory(env), `ledger-${name}.sqlite`)
}

function insideOf(root: string, wanted: string): string {
  const path = normalize(wanted)
  if (isAbsolute(path) || path.startsWith('..') || path.split(/[\\/]/)[0] === '.git')
    return fail('registry-refused', `\`global.state_db.path\` is ${wanted}, which is not inside the repository.`, {
      path: 'global.state_db.path',
    })
  const file = join(root, path)
  // A damaged database is moved aside; a file of somebody else's must never be.
  if (existsSync(file) && !isDatabase(file))
    return fail('registry-refused', `\`global.state_db.path\` is ${wanted}, which is there and no database.`, {
      path: 'global.state_db.path',
      help: 'Name a file that Pinwarden may make, such as `.pinwarden/state.db`, or delete it.',
    })
  return file
}

const MAGIC = 'SQLite format 3\0'

function isDatabase(file: string): boolean {
  if (!statSync(file).isFile()) return false
  if (statSync(file).size === 0) return true
  const bytes = Buffer.alloc(MAGIC.length)
  const open = openSync(file, 'r')
  try {
    readSync(open, bytes, 0, bytes.length, 0)
  } finally {
    closeSync(open)
  }
  return bytes.toString('latin1') === MAGIC
}
