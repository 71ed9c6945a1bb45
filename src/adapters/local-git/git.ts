import { spawn } from 'node:child_process'

/** A git command that failed, with what git said. */
export class GitError extends Error {
  readonly stderr: string
  constructor(args: readonly string[], stderr: string) {
    super(`git ${args[0]} failed: ${stderr.trim() || 'no message'}`)
    this.name = 'GitError'
    this.stderr = stderr
  }
}

/**
 * Runs git with an argument list, never through a shell. Output is text; as `latin1` it is one character for each byte.
 * Hooks, prompts, pagers and replace refs of the user's configuration stay out of it.
 * @throws GitError
 */
export async function git(
  cwd: string,
  args: readonly string[],
  options: { input?: string; env?: Record<string, string>; encoding?: 'utf8' | 'latin1' } = {},
): Promise<string> {
  const child = spawn('git', ['--no-pager', '--no-replace-objects', '-c', 'core.hooksPath=/dev/null', ...args], {
    cwd,
    env: { ...process.env, GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C', ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const out: Buffer[] = []
  const err: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
  // git may close its input early (an error on the first line); that shows in its exit status.
  child.stdin.on('error', () => undefined)
  child.stdin.end(options.input ?? '')
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  if (status !== 0) throw new GitError(args, Buffer.concat(err).toString('utf8'))
  return Buffer.concat(out).toString(options.encoding ?? 'utf8')
}
