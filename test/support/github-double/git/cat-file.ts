import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { gitEnvironment } from '../../git/run.ts'

export type ObjectType = 'commit' | 'tree' | 'blob' | 'tag'

export interface RawObject {
  sha: string
  type: ObjectType
  body: Buffer
}

export interface CatFile {
  /** The object that a revision names, or null. Any syntax of `git rev-parse`: `main:path`, `v1^{commit}`, a sha. */
  read(revision: string): Promise<RawObject | null>
  close(): void
}

const header = /^([0-9a-f]{40,64}) (commit|tree|blob|tag) (\d{1,12})$/

/** One `git cat-file --batch` kept open: reading an object costs no process. Starts with the first read. */
export function openCatFile(directory: string): CatFile {
  let child: ChildProcessWithoutNullStreams | undefined
  let buffered = Buffer.alloc(0)
  const waiting: { resolve: (found: RawObject | null) => void; reject: (error: Error) => void }[] = []

  function start(): ChildProcessWithoutNullStreams {
    const started = spawn('git', ['-C', directory, 'cat-file', '--batch'], { env: gitEnvironment })
    started.stdout.on('data', (chunk: Buffer) => {
      buffered = Buffer.concat([buffered, chunk])
      while (waiting.length > 0 && take()) {}
    })
    started.stdin.on('error', () => undefined)
    started.on('close', () => {
      child = undefined
      for (const one of waiting.splice(0)) one.reject(new Error(`git cat-file ended in ${directory}`))
    })
    return started
  }

  function take(): boolean {
    const end = buffered.indexOf(10)
    if (end < 0) return false
    const found = header.exec(buffered.subarray(0, end).toString())
    if (found === null) {
      buffered = buffered.subarray(end + 1)
      waiting.shift()?.resolve(null)
      return true
    }
    const size = Number(found[3])
    if (buffered.length < end + 1 + size + 1) return false
    const body = Buffer.from(buffered.subarray(end + 1, end + 1 + size))
    buffered = buffered.subarray(end + size + 2)
    waiting.shift()?.resolve({ sha: found[1] ?? '', type: found[2] as ObjectType, body })
    return true
  }

  return {
    read(revision) {
      // A line break would begin a second request and shift every later answer.
      if (revision === '' || /[\n\r\0]/.test(revision)) return Promise.resolve(null)
      child ??= start()
      const { stdin } = child
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject })
        stdin.write(`${revision}\n`)
      })
    },
    close() {
      child?.kill()
    },
  }
}
