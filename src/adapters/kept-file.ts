import { lstatSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getBuiltinModule } from 'node:process'
import { DAY } from '../core/model/instant.ts'
import { makeLevel } from './make-folder.ts'

/** At the end of a file. */
const CHECKSUM = 4
const WEEK = 7 * DAY

/**
 * Where a program keeps for its next runs what it can make anew at any time: in `NODE_COMPILE_CACHE` or the system's folder for temporary
 * files, in a folder that nobody else can write to, for what is found there is believed. Null where nothing is to be kept
 * (`NODE_DISABLE_COMPILE_CACHE`), or cannot.
 */
export function keptFolder(env: NodeJS.ProcessEnv): string | null {
  if (env['NODE_DISABLE_COMPILE_CACHE'] !== undefined || env['NODE_V8_COVERAGE'] !== undefined) return null
  const folder = join(env['NODE_COMPILE_CACHE'] || getBuiltinModule('node:os').tmpdir(), `pinwarden-${process.getuid?.() ?? 'code'}`)
  return isOurs(folder) ? folder : null
}

function isOurs(folder: string): boolean {
  try {
    makeLevel(folder)
    const found = lstatSync(folder)
    return found.isDirectory() && (process.getuid === undefined || (found.uid === process.getuid() && (found.mode & 0o022) === 0))
  } catch {
    return false
  }
}

/** Undefined where there is no such file, or it is not what was written. */
export function readKept(file: string): Buffer | undefined {
  try {
    const bytes = readFileSync(file)
    const kept = bytes.subarray(0, -CHECKSUM)
    return checksum(kept) === bytes.readUInt32LE(kept.length) ? kept : undefined
  } catch {
    return undefined
  }
}

/** Writes all of it or nothing, whoever else does the same at the same time. Never throws. */
export function writeKept(file: string, content: () => Buffer): void {
  const beside = `${file}.${process.pid}`
  try {
    const bytes = content()
    const end = Buffer.alloc(CHECKSUM)
    end.writeUInt32LE(checksum(bytes))
    writeFileSync(beside, Buffer.concat([bytes, end]), { mode: 0o600 })
    renameSync(beside, file)
  } catch {
    rmSync(beside, { force: true })
  }
}

function checksum(bytes: Buffer): number {
  return getBuiltinModule('node:zlib').crc32(bytes)
}

/** Takes away what is a week old of the files that may go, and all but so many of the newest of them. Never throws. */
export function sweepKept(folder: string, mayGo: (name: string) => boolean, most = Number.POSITIVE_INFINITY): void {
  try {
    const found = readdirSync(folder)
      .filter(mayGo)
      .map((name) => ({ path: join(folder, name), at: statSync(join(folder, name)).mtimeMs }))
      .sort((a, b) => b.at - a.at)
    for (const [index, { path, at }] of found.entries()) if (index >= most || Date.now() - at > WEEK) rmSync(path, { force: true })
  } catch {
    // Another process swept at the same time, or the folder is gone: the next one will.
  }
}
