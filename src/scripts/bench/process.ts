import { spawn } from 'node:child_process'
import { join } from 'node:path'

/** One whole process: wall time in milliseconds, CPU time in milliseconds, peak memory in MiB. */
export interface Sample {
  wall: number
  cpu: number
  memory: number
}

const PROBE = join(import.meta.dirname, 'probe.cjs')

/** Runs Node once with these arguments and measures it from outside, its memory from inside at exit. @throws Error where it fails */
export async function measure(
  args: readonly string[],
  options: { cwd?: string; env?: Readonly<Record<string, string>>; ok?: readonly number[]; probe?: boolean } = {},
): Promise<Sample> {
  const started = performance.now()
  const probe = options.probe === false ? [] : ['--require', PROBE]
  const child = spawn(process.execPath, [...probe, ...args], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  const usage: Buffer[] = []
  const errors: Buffer[] = []
  child.stdio[3]?.on('data', (chunk: Buffer) => usage.push(chunk))
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk))
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  const wall = performance.now() - started
  if (!(options.ok ?? [0]).includes(status ?? -1)) throw new Error(`${args.join(' ')} ended with ${status}: ${Buffer.concat(errors)}`)
  const [cpu = 0, memory = 0] = options.probe === false ? [] : (JSON.parse(Buffer.concat(usage).toString()) as number[])
  return { wall, cpu: cpu / 1000, memory: memory / 1024 }
}

/** Two commands in turn, after one run of each that is not counted; the ratio is taken pair by pair, for the machine's speed drifts. */
export async function compare(
  a: () => Promise<Sample>,
  b: () => Promise<Sample>,
  runs: number,
): Promise<{ a: Sample; b: Sample; ratio: number }> {
  await a()
  await b()
  const pairs: { a: Sample; b: Sample }[] = []
  for (let run = 0; run < runs; run += 1) pairs.push({ a: await a(), b: await b() })
  return {
    a: medianSample(pairs.map((pair) => pair.a)),
    b: medianSample(pairs.map((pair) => pair.b)),
    ratio: median(pairs.map((pair) => pair.a.wall / pair.b.wall)),
  }
}

function medianSample(samples: readonly Sample[]): Sample {
  return {
    wall: median(samples.map((one) => one.wall)),
    cpu: median(samples.map((one) => one.cpu)),
    memory: median(samples.map((one) => one.memory)),
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
