import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { HOUR, MINUTE } from '../../core/model/instant.ts'
import { createMetrics } from './metrics.ts'

const idle = { waiting: 0, running: 0, oldestStart: null, accepting: true }
/** What dashboards and alerts of Pinwarden's users ask for, whichever face writes it. */
const NAMES = [
  'version_resolution_duration_seconds',
  'version_cache_hit_ratio',
  'github_api_requests_total',
  'github_api_rate_limit_remaining',
  'upgrade_attempts_total',
  'upgrade_duration_seconds',
  'rollback_executions_total',
  'safety_check_failures_total',
  'breaking_changes_detected_total',
  'security_advisories_found_total',
  'installed_components_total',
  'rollback_points_total',
  'upgrade_history_records_total',
]

function setUp() {
  const at = { now: 0 }
  const metrics = createMetrics(
    () => idle,
    () => at.now,
  )
  const value = async (series: string) => {
    const { body } = await metrics.text()
    return body.split('\n').flatMap((line) => (line.startsWith(`${series} `) ? [line.slice(series.length + 1)] : []))[0]
  }
  return { at, metrics, value }
}

it('every measure has its name, and the page on the App names each', async () => {
  const { metrics } = setUp()
  const { body } = await metrics.text()
  const docs = readFileSync('docs/app.md', 'utf8')
  for (const name of NAMES) {
    expect(body).toContain(`# TYPE ${name} `)
    expect(docs).toContain(name)
  }
})

it('the ledgers of all repositories are summed, and one that left counts no more', async () => {
  const { metrics, value } = setUp()
  metrics.ledger(1, { records: 10, points: new Map([['redis', 2]]) })
  metrics.ledger(2, {
    records: 5,
    points: new Map([
      ['redis', 1],
      ['nginx', 4],
    ]),
  })
  metrics.ledger(2, { records: 7, points: new Map([['redis', 2]]) })
  metrics.ledger(2, null)
  expect(await value('upgrade_history_records_total')).toBe('17')
  expect(await value('rollback_points_total{component="redis"}')).toBe('4')
  expect(await value('rollback_points_total{component="nginx"}')).toBe('0')
  metrics.forget(1)
  expect(await value('upgrade_history_records_total')).toBe('7')
  expect(await value('rollback_points_total{component="redis"}')).toBe('2')
})

it('the quota shown is that of the installation that has least, of those that were asked in the last hour', async () => {
  const { at, metrics, value } = setUp()
  const note = (remaining: number) => ({ result: 'ok', resource: 'core', remaining }) as const
  metrics.forge(1, note(10))
  at.now = 50 * MINUTE
  metrics.forge(2, note(4000))
  expect(await value('github_api_rate_limit_remaining{resource="core"}')).toBe('10')
  at.now = HOUR + MINUTE
  expect(await value('github_api_rate_limit_remaining{resource="core"}')).toBe('4000')
  expect(await value('github_api_requests_total{result="ok"}')).toBe('2')
})

it('whoever invents names of components does not fill the memory: the first thousand are told apart', async () => {
  const { metrics, value } = setUp()
  for (let index = 0; index < 3000; index += 1) metrics.rollback({ component: `c${index}`, reason: 'requested' })
  const { body } = await metrics.text()
  expect(body.split('\n').filter((line) => line.startsWith('rollback_executions_total{')).length).toBe(1001)
  expect(await value('rollback_executions_total{component="other",reason="requested"}')).toBe('2000')
})
