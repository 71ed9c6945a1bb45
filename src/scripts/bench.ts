/** Measures what the product promises about speed, and prints each figure beside its bound. Whole processes, medians, against peers on the same machine. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DEMO_TOKEN, demoClock, demoWorld } from '../../test/support/demo-world.ts'
import { startGitHubDouble } from '../../test/support/github-double/index.ts'
import { thousandComponents } from '../../test/support/thousand-components.ts'
import { solve } from '../core/resolution/solver.ts'
import { advisoryFigures } from './bench/advisories.ts'
import { appFigures } from './bench/app.ts'
import { ledgerFigures } from './bench/ledger.ts'
import { notesFigures } from './bench/notes.ts'
import { compare, measure, median } from './bench/process.ts'
import { proposalFigures } from './bench/proposals.ts'
import { bareScript, startRecorder } from './bench/recorder.ts'
import { rollbackFigures } from './bench/rollback.ts'
import { oneRequestEach, tenTimesAsMuch, thousandGitHubComponents } from './bench/thousand.ts'

const CLI = resolve('dist/cli.js')
const RUNS = Number(process.env['BENCH_RUNS'] ?? 9)
const rows: { what: string; figure: string; bound: string; ok: boolean }[] = []

function row(what: string, value: number, bound: number, unit: string): void {
  rows.push({ what, figure: `${value.toFixed(value < 10 ? 2 : 0)} ${unit}`, bound: `< ${bound} ${unit}`, ok: value < bound })
}

/** A figure that nothing is promised of. */
function orientation(what: string, value: number, unit: string): void {
  rows.push({ what, figure: `${value.toFixed(2)} ${unit}`, bound: '', ok: true })
}

const folder = mkdtempSync(join(tmpdir(), 'pinwarden-bench-'))
try {
  await startUp()
  await fifteenComponents()
  bundle()
  solver()
  for (const latency of [0, 80]) {
    for (const { what, value, bound, unit } of await thousandGitHubComponents(folder, CLI, latency, Math.min(RUNS, 5)))
      row(what, value, bound, unit)
  }
  for (const { what, value, bound, unit } of [...(await tenTimesAsMuch(folder, CLI)), ...(await oneRequestEach(folder, CLI))])
    row(what, value, bound, unit)
  for (const { what, value, bound, unit } of await rollbackFigures(folder, CLI)) row(what, value, bound, unit)
  for (const { what, value, bound, unit } of await appFigures(folder)) row(what, value, bound, unit)
  for (const { what, value, bound, unit } of await proposalFigures()) row(what, value, bound, unit)
  for (const { what, value, bound, unit } of [...notesFigures(), ...advisoryFigures(), ...ledgerFigures(folder)])
    row(what, value, bound, unit)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
for (const { what, figure, bound, ok } of rows) console.log(`${ok ? 'ok  ' : 'MISS'}  ${what.padEnd(64)} ${figure.padStart(12)}   ${bound}`)
process.exitCode = rows.every((one) => one.ok) ? 0 : 1

/** What a script pays that only asks for the version. */
async function startUp(): Promise<void> {
  const { ratio } = await compare(
    () => measure([CLI, '--version'], { probe: false }),
    () => measure(['-e', '0'], { probe: false }),
    RUNS * 2,
  )
  row('`pinwarden --version` against `node -e 0`', ratio, 1.6, 'x')
}

/** `lint` and `check` on 15 components of the demo against a bare script that sends the same requests. */
async function fifteenComponents(): Promise<void> {
  const repository = join(folder, 'repository')
  cpSync(resolve('fixtures/demo/repository'), repository, { recursive: true })
  execFileSync('git', ['init', '-q', '-b', 'main'], { cwd: repository })
  const double = await startGitHubDouble({ world: demoWorld() })
  const recorder = await startRecorder(double.url)
  const at = (url: string) => ({
    GITHUB_TOKEN: DEMO_TOKEN,
    GITHUB_API_URL: `${url}/api/v3`,
    PINWARDEN_GITHUB_URL: `${url}/api/v3`,
    PINWARDEN_GITHUB_GRAPHQL_URL: `${url}/api/graphql`,
    PINWARDEN_DOCKER_URL: url,
    PINWARDEN_ENDOFLIFE_URL: url,
    PINWARDEN_OSV_URL: url,
    PINWARDEN_NOW: demoClock(),
    NO_COLOR: '1',
  })
  const fresh = () => ({ PINWARDEN_CACHE_DIR: mkdtempSync(join(folder, 'cache-')) })
  const components = [
    'actions_cache',
    'alloy_chart',
    'attrs',
    'click',
    'ecto',
    'elixir',
    'loki_chart',
    'nginx_exporter',
    'node_exporter',
    'osv_mirror',
    'phoenix',
    'pydantic',
    'reqwest',
    'terraform',
    'vite',
  ]
  const check = [CLI, 'check', ...components, '--environment', 'base']
  try {
    await measure(check, { cwd: repository, env: { ...at(recorder.url), ...fresh() } })
    const script = join(folder, 'bare.mjs')
    writeFileSync(script, bareScript(double.url, recorder.requests))
    const bare = () => measure([script])
    const nothingKept = () => ({ NODE_COMPILE_CACHE: mkdtempSync(join(folder, 'kept-')) })
    const kept = nothingKept()
    const again = () => measure(check, { cwd: repository, env: { ...at(double.url), ...fresh(), ...kept } })
    for (let run = 0; run < 3; run += 1) await again()
    const checked = await compare(again, bare, RUNS)
    row(`\`check\` on 15 components, ${recorder.requests.length} requests, against a bare script with the same`, checked.ratio, 2, 'x')
    const unread = await compare(() => forgetReadings(kept.NODE_COMPILE_CACHE).then(again), bare, RUNS)
    orientation('… where registry, pins and notes are new to it', unread.ratio, 'x')
    const first = await compare(
      () => measure(check, { cwd: repository, env: { ...at(double.url), ...fresh(), ...nothingKept() } }),
      bare,
      RUNS,
    )
    orientation('… the first time on a machine', first.ratio, 'x')
    row('peak memory of `check` on 15 components', checked.a.memory, 150, 'MiB')
    const linted = await compare(() => measure([CLI, 'lint'], { cwd: repository }), bare, RUNS)
    row('`lint` on 25 components against the same bare script', linted.ratio, 2, 'x')
  } finally {
    recorder.close()
    await double.close()
  }
}

/** Takes away what earlier runs kept but the compiled code. */
async function forgetReadings(kept: string): Promise<void> {
  for (const name of readdirSync(kept, { recursive: true, encoding: 'utf8' })) if (/-[0-9a-f]{32}$/.test(name)) rmSync(join(kept, name))
}

/** The compatibility solver, in this process and warm. */
function solver(): void {
  for (const [shape, rules] of [
    ['random', 1000],
    ['random', 6000],
    ['chain', 1998],
    ['hub', 1998],
    ['kept in step', 1000],
  ] as const) {
    const task = thousandComponents(shape, rules)
    const times = Array.from({ length: 5 }, () => {
      const started = performance.now()
      solve(task)
      return performance.now() - started
    })
    row(`1,000 components, ${rules} rules (${shape}) solved`, median(times), 500, 'ms')
  }
}

function bundle(): void {
  const files = readdirSync('dist/action', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'))
  const text = files.map((name) => readFileSync(join('dist/action', name), 'utf8')).join('\n')
  row('the Action’s bundle', Buffer.byteLength(text) / 1024 / 1024, 3, 'MiB')
  rows.push({
    what: 'the Action’s bundle is free of probot',
    figure: /probot/i.test(text) ? 'no' : 'yes',
    bound: 'yes',
    ok: !/probot/i.test(text),
  })
}
