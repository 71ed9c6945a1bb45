import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { compare, measure, type Sample } from './process.ts'
import { bareScript, startRecorder } from './recorder.ts'

/** A figure with its bound. */
export interface Row {
  what: string
  value: number
  bound: number
  unit: string
}

/** Registry of so many components, all up to date, so that discovery alone is measured: the notes of a thousand upgrades are another matter. */
function registryOf(count: number, component: (index: number) => string, head = ''): string {
  const components = Array.from({ length: count }, (_, index) => `  c${index}: { version: 1.9.9, ${component(index)} }\n`)
  return `${head}components:\n${components.join('')}`
}

const onGitHub = (index: number) => `github_repo: owner${index}/name${index}`

function environment(url: string): Record<string, string> {
  return {
    GITHUB_TOKEN: 'ghs_bench',
    GITHUB_API_URL: url,
    PINWARDEN_GITHUB_URL: url,
    PINWARDEN_GITHUB_GRAPHQL_URL: `${url}/graphql`,
    PINWARDEN_NPM_URL: `${url}/npm`,
    PINWARDEN_DOCKER_URL: url,
    NO_COLOR: '1',
  }
}

/** Discovery of a thousand GitHub components with a hundred releases each, cold and warm, against a bare script with the same requests. */
export async function thousandGitHubComponents(folder: string, cli: string, latency: number, runs: number): Promise<Row[]> {
  const repository = join(folder, `thousand-${latency}`)
  mkdirSync(repository)
  writeFileSync(join(repository, 'versions.yaml'), registryOf(1000, onGitHub))
  const upstream = await startUpstream(latency)
  const recorder = await startRecorder(upstream.url)
  const cold = () => ({ PINWARDEN_CACHE_DIR: mkdtempSync(join(folder, 'cache-')) })
  const check = [cli, 'check']
  try {
    await measure(check, { cwd: repository, env: { ...environment(recorder.url), ...cold() } })
    const script = join(folder, `bare-${latency}.mjs`)
    writeFileSync(script, bareScript(upstream.url, recorder.requests, 10))
    const asked = recorder.requests.length
    const ours = () => measure(check, { cwd: repository, env: { ...environment(upstream.url), ...cold() } })
    const first = await compare(ours, () => measure([script]), runs)
    const spans = await compare(
      spanOf(ours, upstream.url),
      spanOf(() => measure([script]), upstream.url),
      runs,
    )
    const kept = cold()
    await measure(check, { cwd: repository, env: { ...environment(upstream.url), ...kept } })
    const before = await askedOf(upstream.url, 'count')
    const warm = await compare(
      () => measure(check, { cwd: repository, env: { ...environment(upstream.url), ...kept } }),
      () => measure([cli, 'lint'], { cwd: repository }),
      runs,
    )
    const at = `${latency} ms latency`
    return [
      { what: `1,000 GitHub components cold, ${at}: requests`, value: asked, bound: 26, unit: 'requests' },
      { what: `… from the first request to the last answer, against a bare script`, value: spans.ratio, bound: 1.3, unit: 'x' },
      { what: `… the whole \`check\` against a bare script with the same`, value: first.ratio, bound: 2, unit: 'x' },
      { what: `… wall time`, value: first.a.wall, bound: 3700, unit: 'ms' },
      { what: `… peak memory`, value: first.a.memory, bound: 250, unit: 'MiB' },
      { what: `… warm: requests`, value: (await askedOf(upstream.url, 'count')) - before, bound: 1, unit: 'requests' },
      { what: `… warm: \`check\` against \`lint\`, which reads the registry alone`, value: warm.ratio, bound: 1.5, unit: 'x' },
    ]
  } finally {
    recorder.close()
    upstream.child.kill()
  }
}

/** What ten times as much costs: components in requests, releases of each in memory. */
export async function tenTimesAsMuch(folder: string, cli: string): Promise<Row[]> {
  const costs = async (components: number, releases: number) => {
    const repository = mkdtempSync(join(folder, 'ten-'))
    writeFileSync(join(repository, 'versions.yaml'), registryOf(components, onGitHub))
    const upstream = await startUpstream(0, releases)
    try {
      const env = { ...environment(upstream.url), PINWARDEN_CACHE_DIR: join(repository, 'cache') }
      const { memory } = await measure([cli, 'check'], { cwd: repository, env })
      return { memory, requests: await askedOf(upstream.url, 'count') }
    } finally {
      upstream.child.kill()
    }
  }
  const [few, many, short] = [await costs(100, 100), await costs(1000, 100), await costs(1000, 10)]
  return [
    { what: 'ten times the components: requests', value: many.requests / few.requests, bound: 10.01, unit: 'x' },
    { what: 'ten times the releases: peak memory', value: many.memory / short.memory, bound: 10, unit: 'x' },
  ]
}

const AT_ONCE = 40
const WIRE = 80

/** A thousand packages, and a thousand images, each a request of its own: as long as the wire takes for so many at once, and hardly longer. */
export async function oneRequestEach(folder: string, cli: string): Promise<Row[]> {
  const upstream = await startUpstream(WIRE)
  try {
    const rows: Row[] = []
    for (const [id, kind] of [
      ['npm', 'npm packages'],
      ['docker', 'OCI images'],
    ] as const) {
      const repository = mkdtempSync(join(folder, 'each-'))
      const head = `datasources: { ${id}: { concurrency: ${AT_ONCE} } }\n`
      writeFileSync(
        join(repository, 'versions.yaml'),
        registryOf(1000, (index) => `source: { datasource: ${id}, package: x${index} }`, head),
      )
      const before = await askedOf(upstream.url, 'count')
      const env = { ...environment(upstream.url), PINWARDEN_CACHE_DIR: join(repository, 'cache') }
      const { wall } = await measure([cli, 'check'], { cwd: repository, env })
      const requests = (await askedOf(upstream.url, 'count')) - before
      const wire = (requests / AT_ONCE) * WIRE
      rows.push({ what: `1,000 ${kind}, ${AT_ONCE} at once, ${WIRE} ms: requests`, value: requests, bound: 1001, unit: 'requests' })
      rows.push({ what: `… \`check\` against what the wire takes (${wire / 1000} s)`, value: wall / wire, bound: 1.5, unit: 'x' })
    }
    return rows
  } finally {
    upstream.child.kill()
  }
}

async function startUpstream(latency: number, releases = 100): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [resolve('src/scripts/bench/upstream.ts'), String(latency), String(releases)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((ready) => child.stdout?.once('data', (line: Buffer) => ready(line.toString().trim())))
  return { url, child }
}

async function askedOf(url: string, what: 'count' | 'span'): Promise<number> {
  return Number(await (await fetch(`${url}/${what}`)).text())
}

/** The same with what the upstream saw of it for its time. */
function spanOf(run: () => Promise<Sample>, url: string): () => Promise<Sample> {
  return async () => {
    await askedOf(url, 'span')
    const sample = await run()
    return { ...sample, wall: await askedOf(url, 'span') }
  }
}
