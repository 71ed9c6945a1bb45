import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type ChildResult, runNode } from './runner/child.ts'

export interface CliOptions {
  cwd: string
  /** Added to a clean environment (PATH and an empty HOME). */
  env?: Readonly<Record<string, string>>
  stdin?: string | Buffer
  /** What to start; the CLI of these sources unless told, in the bundle that all tests share where there is one. */
  entry?: string
  kill?: AbortSignal
  timeout?: number
}

const project = resolve(import.meta.dirname, '..', '..')

/** Runs the command line in a process of its own, without a terminal. */
export async function runCli(args: readonly string[], options: CliOptions): Promise<ChildResult> {
  const home = await mkdtemp(join(tmpdir(), 'cli-run-'))
  try {
    const { cwd, stdin, kill, timeout } = options
    const entry = options.entry ?? process.env['PINWARDEN_TEST_CLI'] ?? 'src/faces/cli/run.ts'
    const env = { PATH: process.env['PATH'] ?? '', HOME: home, LANG: 'C.UTF-8', ...options.env }
    return await runNode([resolve(project, entry), ...args], {
      cwd,
      env,
      ...(stdin === undefined ? {} : { stdin }),
      ...(kill === undefined ? {} : { kill }),
      ...(timeout === undefined ? {} : { timeout }),
    })
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}
