import { lstatSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { getBuiltinModule } from 'node:process'
import type { Script } from 'node:vm'
import { makeLevel } from '../../adapters/make-folder.ts'
import { freeYoungSpace } from './young-space.ts'

/** At the end of a file: the checksum of the code, and how many runs it is of. */
const [CHECKSUM, TRAILER] = [4, 5]
/** So many runs of a command add what they used: one finds nothing newer, the next judges steps. */
const RUNS = 3
/** Files of other versions of Pinwarden go after a week. */
const KEEP_OTHERS = 7 * 86_400_000

/**
 * Where the compiled code of a command is kept: in `NODE_COMPILE_CACHE` or the system's folder for temporary files, in a folder that nobody
 * else can write to, for V8 runs what it finds there. Null where nothing is to be kept (`NODE_DISABLE_COMPILE_CACHE`), or cannot.
 */
export function codeFile(command: string | undefined, id: string, env: NodeJS.ProcessEnv = process.env): string | null {
  if (command === undefined || !/^[a-z-]{1,20}$/.test(command)) return null
  if (env['NODE_DISABLE_COMPILE_CACHE'] !== undefined || env['NODE_V8_COVERAGE'] !== undefined) return null
  const directory = join(env['NODE_COMPILE_CACHE'] || getBuiltinModule('node:os').tmpdir(), `pinwarden-${process.getuid?.() ?? 'code'}`)
  return isOurs(directory) ? join(directory, `${id}-${process.version}-${process.arch}-${command}`) : null
}

function isOurs(directory: string): boolean {
  try {
    makeLevel(directory)
    const found = lstatSync(directory)
    return found.isDirectory() && (process.getuid === undefined || (found.uid === process.getuid() && (found.mode & 0o022) === 0))
  } catch {
    return false
  }
}

/** Code, and of how many runs it is. */
export interface KeptCode {
  code: Buffer
  runs: number
}

/** Undefined where there is none, or it was written half. What does not fit this Node or its flags is refused by V8. */
export function readCode(file: string): KeptCode | undefined {
  try {
    const bytes = readFileSync(file)
    const code = bytes.subarray(0, -TRAILER)
    const runs = bytes.readUInt8(code.length + CHECKSUM)
    return checksum(code) === bytes.readUInt32LE(code.length) ? { code, runs } : undefined
  } catch {
    return undefined
  }
}

/**
 * Keeps what a script compiled so far, with what it was given, until enough runs have added theirs. Another process that does the same at
 * the same time does no harm. Never throws.
 */
export function keepCode(file: string, script: Pick<Script, 'createCachedData'>, runs: number): void {
  if (runs >= RUNS) return
  const beside = `${file}.${process.pid}`
  try {
    // V8 refuses code that was written under other flags than those it is read under.
    freeYoungSpace()
    const code = script.createCachedData()
    const end = Buffer.alloc(TRAILER)
    end.writeUInt32LE(checksum(code))
    end.writeUInt8(runs + 1, CHECKSUM)
    writeFileSync(beside, Buffer.concat([code, end]), { mode: 0o600 })
    renameSync(beside, file)
    sweep(file)
  } catch {
    rmSync(beside, { force: true })
  }
}

function checksum(bytes: Buffer): number {
  return getBuiltinModule('node:zlib').crc32(bytes)
}

function sweep(file: string): void {
  const [id] = basename(file).split('-')
  for (const name of readdirSync(dirname(file))) {
    const other = join(dirname(file), name)
    if (!name.startsWith(`${id}-`) && Date.now() - statSync(other).mtimeMs > KEEP_OTHERS) rmSync(other, { force: true })
  }
}
