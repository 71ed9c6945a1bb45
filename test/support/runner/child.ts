import { spawn } from 'node:child_process'

export interface ChildResult {
  /** Exit status; null where a signal ended it. */
  status: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
  milliseconds: number
}

export interface ChildOptions {
  cwd: string
  /** The whole environment: nothing is inherited. */
  env: Readonly<Record<string, string>>
  stdin?: string | Buffer
  /** Kills it with SIGKILL, as a lost runner would be. */
  kill?: AbortSignal
  /** Milliseconds after which it is killed. */
  timeout?: number
}

/** Runs Node in a process of its own and collects what it says. */
export function runNode(args: readonly string[], options: ChildOptions): Promise<ChildResult> {
  const started = performance.now()
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: options.cwd, env: options.env })
    const out: Buffer[] = []
    const err: Buffer[] = []
    const stop = () => void child.kill('SIGKILL')
    const timer = setTimeout(stop, options.timeout ?? 120_000)
    options.kill?.addEventListener('abort', stop, { once: true })
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
    child.on('error', reject)
    child.on('close', (status, signal) => {
      clearTimeout(timer)
      options.kill?.removeEventListener('abort', stop)
      resolve({
        status,
        signal,
        stdout: Buffer.concat(out).toString(),
        stderr: Buffer.concat(err).toString(),
        milliseconds: performance.now() - started,
      })
    })
    child.stdin.on('error', () => undefined)
    child.stdin.end(options.stdin ?? '')
  })
}
