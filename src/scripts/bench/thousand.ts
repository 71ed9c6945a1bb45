import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { compare, measure } from './process.ts'
import { bareScript, startRecorder } from './recorder.ts'

/** A figure with its bound. */
export interface Row {
  what: string
  value: number
  bound: number
  unit: string
}

/** Discovery of a thousand GitHub components with a hundred releases each, cold and warm, against a bare script with the same requests. */
export async function thousandGitHubComponents(folder: string, cli: string, latency: number, runs: number): Promise<Row[]> {
  const repository = join(folder, `thousand-${latency}`)
  mkdirSync(repository)
  // All are up to date, so that discovery alone is measured: the notes of a thousand upgrades are another matter.
  const components = Array.from(
    { length: 1000 },
    (_, index) => `  c${index}: { version: 1.9.9, github_repo: owner${index}/name${index} }\n`,
  )
  writeFileSync(join(repository, 'versions.yaml'), `components:\n${components.join('')}`)
  const upstream = await startUpstream(latency)
  const recorder = await startRecorder(upstream.url)
  const env = (url: string) => ({
    GITHUB_TOKEN: 'ghs_bench',
    GITHUB_API_URL: url,
    PINWARDEN_GITHUB_URL: url,
    PINWARDEN_GITHUB_GRAPHQL_URL: `${url}/graphql`,
    NO_COLOR: '1',
  })
  const cold = () => ({ PINWARDEN_CACHE_DIR: mkdtempSync(join(folder, 'cache-')) })
  const check = [cli, 'check']
  try {
    await measure(check, { cwd: repository, env: { ...env(recorder.url), ...cold() } })
    const script = join(folder, `bare-${latency}.mjs`)
    writeFileSync(script, bareScript(upstream.url, recorder.requests, 10))
    const asked = recorder.requests.length
    const first = await compare(
      () => measure(check, { cwd: repository, env: { ...env(upstream.url), ...cold() } }),
      () => measure([script]),
      runs,
    )
    const kept = cold()
    await measure(check, { cwd: repository, env: { ...env(upstream.url), ...kept } })
    const before = await countOf(upstream.url)
    const warm = await compare(
      () => measure(check, { cwd: repository, env: { ...env(upstream.url), ...kept } }),
      () => measure([cli, 'lint'], { cwd: repository }),
      runs,
    )
    const at = `${latency} ms latency`
    return [
      { what: `1,000 GitHub components cold, ${at}: requests`, value: asked, bound: 26, unit: 'requests' },
      { what: `… the whole \`check\` against a bare script with the same`, value: first.ratio, bound: 2, unit: 'x' },
      { what: `… wall time`, value: first.a.wall, bound: 3700, unit: 'ms' },
      { what: `… peak memory`, value: first.a.memory, bound: 250, unit: 'MiB' },
      { what: `… warm: requests`, value: (await countOf(upstream.url)) - before, bound: 1, unit: 'requests' },
      { what: `… warm: \`check\` against \`lint\`, which reads the registry alone`, value: warm.ratio, bound: 1.5, unit: 'x' },
    ]
  } finally {
    recorder.close()
    upstream.child.kill()
  }
}

async function startUpstream(latency: number): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [resolve('src/scripts/bench/upstream.ts'), String(latency)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((ready) => child.stdout?.once('data', (line: Buffer) => ready(line.toString().trim())))
  return { url, child }
}

async function countOf(url: string): Promise<number> {
  return Number(await (await fetch(`${url}/count`)).text())
}
