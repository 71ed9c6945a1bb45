import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'

export interface GitRun {
  status: number
  stdout: Buffer
  stderr: string
}

export interface GitOptions {
  input?: string | Buffer
  env?: Readonly<Record<string, string>>
}

/** What the helper is asked for. */
export interface GitTask {
  id: number
  directory: string
  args: readonly string[]
  env: Readonly<Record<string, string>>
  input: string | Buffer
}

/** No user or system configuration, no prompts, English messages: the same answer on every machine. */
export const gitEnvironment: Readonly<Record<string, string>> = {
  PATH: process.env['PATH'] ?? '',
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C.UTF-8',
  TZ: 'UTC',
}

interface Waiting {
  resolve(run: GitRun): void
  reject(error: Error): void
}

const waiting = new Map<number, Waiting>()
let helper: ChildProcess | undefined
let tasks = 0

/**
 * Runs git in a repository and resolves whatever its exit status is.
 *
 * A helper process starts it: Node forks, and a fork of a process with hundreds of megabytes, as one that runs tests is, costs 10 ms where that
 * of a small one costs 2.
 */
export function runGit(directory: string, args: readonly string[], options: GitOptions = {}): Promise<GitRun> {
  helper ??= startHelper()
  const { channel } = helper
  const task: GitTask = {
    id: ++tasks,
    directory,
    args,
    env: { ...gitEnvironment, ...options.env },
    input: options.input ?? '',
  }
  return new Promise((resolve, reject) => {
    waiting.set(task.id, { resolve, reject })
    channel?.ref()
    helper?.send(task)
  })
}

/** Runs git and gives its standard output. @throws Error with git's own words where it fails */
export async function git(directory: string, args: readonly string[], options: GitOptions = {}): Promise<string> {
  const run = await runGit(directory, args, options)
  if (run.status !== 0) throw new Error(`git ${args.join(' ')} failed (${run.status}): ${run.stderr.trim()}`)
  return run.stdout.toString()
}

function startHelper(): ChildProcess {
  const started = fork(join(import.meta.dirname, 'helper.ts'), { serialization: 'advanced', execArgv: [] })
  started.unref()
  started.on('message', ({ id, run }: { id: number; run: GitRun }) => {
    waiting.get(id)?.resolve({ ...run, stdout: Buffer.from(run.stdout) })
    waiting.delete(id)
    // Does not keep a process from ending that waits for nothing.
    if (waiting.size === 0) started.channel?.unref()
  })
  started.on('exit', () => {
    helper = undefined
    for (const one of waiting.values()) one.reject(new Error('the process that runs git ended'))
    waiting.clear()
  })
  return started
}
