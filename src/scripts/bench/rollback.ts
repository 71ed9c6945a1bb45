import { startGitHubDouble } from '../../../test/support/github-double/index.ts'
import { extend, type LedgerText, segmentPath } from '../../core/ledger/segments.ts'
import { readLedger } from '../../core/ledger/verify.ts'
import type { LedgerEntry } from '../../core/model/ledger.ts'
import { gitBlobId } from '../../core/text/digest.ts'
import { measure } from './process.ts'
import type { Row } from './thousand.ts'

const COMPONENTS = 1000
/** Two records an upgrade. */
const UPGRADES = 5000

/** Takes one component of a thousand back, with ten thousand records in the ledger, on a GitHub that answers at once. */
export async function rollbackFigures(folder: string, cli: string): Promise<Row[]> {
  const pin = (version: string) => `image: c500:${version}\n`
  const names = Array.from({ length: COMPONENTS }, (_, index) => `c${index}`)
  const component = (name: string) =>
    `  ${name}:\n    version: "1.0.9"\n    github_repo: owner/c500\n    pins: [{ file: deploy/${name}.yaml, yaml: image }]\n`.replace(
      'yaml: image',
      `image: ${name}`,
    )
  const files = Object.fromEntries(names.map((name) => [`deploy/${name}.yaml`, `image: ${name}:1.0.9\n`]))
  const labels = ['pinwarden', 'risk: low', 'risk: medium', 'rollback', 'component: c500'].map((name) => ({ name }))
  const double = await startGitHubDouble({
    world: {
      tokens: [{ token: 'ghs_bench', kind: 'installation' }],
      repositories: [
        { nameWithOwner: 'acme/platform', files: { ...files, 'versions.yaml': `components:\n${names.map(component).join('')}` }, labels },
      ],
      upstreams: [
        { nameWithOwner: 'owner/c500', releases: ['1.0.9', '1.0.8'].map((tag) => ({ tag, publishedAt: '2026-01-01T00:00:00Z' })) },
      ],
    },
    contentLimits: null,
  })
  try {
    const repository = double.repository('acme/platform')
    const ledger = ledgerFiles(names, [gitBlobId(pin('1.0.8')), gitBlobId(pin('1.0.9'))])
    await repository.push('pinwarden-ledger', Object.fromEntries(ledger.map(({ path, text }) => [path, text])))
    const env = {
      GITHUB_TOKEN: 'ghs_bench',
      GITHUB_API_URL: double.restUrl,
      GITHUB_GRAPHQL_URL: double.graphqlUrl,
      PINWARDEN_GITHUB_URL: double.restUrl,
      PINWARDEN_GITHUB_GRAPHQL_URL: double.graphqlUrl,
      PINWARDEN_OSV_URL: double.url,
      PINWARDEN_CACHE_DIR: `${folder}/rollback-cache`,
      NO_COLOR: '1',
    }
    const before = double.requests.count()
    const sample = await measure([cli, 'rollback', 'c500', '--repo', 'acme/platform', '--reason', 'measured'], { env })
    if (repository.pulls('open').length !== 1) throw new Error('there is no rollback')
    const what = `rollback of one component of ${COMPONENTS.toLocaleString('en')}, ${(2 * UPGRADES).toLocaleString('en')} records`
    return [
      { what: `${what}: requests`, value: double.requests.count() - before, bound: 15, unit: 'requests' },
      { what: '… own CPU time', value: sample.cpu, bound: 2000, unit: 'ms' },
      { what: '… peak memory', value: sample.memory, bound: 400, unit: 'MiB' },
    ]
  } finally {
    await double.close()
  }
}

/** The ledger of a repository that has upgraded its components five times each. */
function ledgerFiles(names: readonly string[], [beforeBlob = '', afterBlob = '']: readonly string[]): LedgerText[] {
  let files: LedgerText[] = []
  let reading = readLedger(files)
  for (let round = 0; round * COMPONENTS < UPGRADES; round += 1) {
    const entries = names.flatMap((name, index) => upgradeOf(name, round, round * COMPONENTS + index + 1, [beforeBlob, afterBlob]))
    const newest = files.find((file) => file.path === segmentPath(reading.tail.seq))?.text ?? ''
    const { changes } = extend(reading.tail, newest, entries)
    files = [...files.filter((file) => !changes.some((change) => change.path === file.path)), ...changes]
    reading = readLedger(files, reading)
  }
  return files
}

function upgradeOf(component: string, round: number, number: number, [beforeBlob = '', afterBlob = '']: readonly string[]): LedgerEntry[] {
  const [from, to] = [`1.0.${round + 4}`, `1.0.${round + 5}`]
  const move = { component, environment: null, from, to }
  const path = { path: `deploy/${component}.yaml`, pin: 0, beforeBlob, afterBlob, before: { version: from }, after: { version: to } }
  const proposal = { id: component, number, url: `https://github.com/acme/platform/pull/${number}`, branch: `pinwarden/${component}` }
  const shared = {
    at: Date.UTC(2026, 5, 1) + number * 60_000,
    actor: { login: 'pinwarden[bot]', type: 'bot' as const },
    moves: [move],
    proposal,
  }
  return [
    { event: 'proposal-opened', ...shared, commit: 'a'.repeat(40), points: [{ ...move, paths: [path], siblings: [], lockstep: false }] },
    {
      event: 'proposal-merged',
      ...shared,
      commit: 'b'.repeat(40),
      merge: { method: 'squash', commits: ['b'.repeat(40)], mergedBy: 'ada', approvals: ['bob'] },
    },
  ]
}
