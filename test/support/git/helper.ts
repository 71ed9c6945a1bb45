/** Runs git for the process that forked it, one message a command; ends with it. */
import { spawn } from 'node:child_process'
import type { GitRun, GitTask } from './run.ts'

process.on('message', ({ id, directory, args, env, input }: GitTask) => {
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  const answer = (status: number, failure?: string) => {
    const run: GitRun = { status, stdout: Buffer.concat(stdout), stderr: failure ?? Buffer.concat(stderr).toString() }
    process.send?.({ id, run })
  }
  const child = spawn('git', ['-C', directory, ...args], { env })
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
  child.on('error', (error) => answer(127, error.message))
  child.on('close', (code) => {
    // Without git there was no process that could close.
    if (child.pid !== undefined) answer(code ?? 128)
  })
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
})
process.on('disconnect', () => process.exit())
