import { basename, dirname, join } from 'node:path'
import type { Script } from 'node:vm'
import { keptFolder, readKept, sweepKept, writeKept } from '../../adapters/kept-file.ts'
import { freeYoungSpace } from './young-space.ts'

/** So many runs of a command add what they used: one finds nothing newer, the next judges steps. */
const RUNS = 3

/** How the files begin that one version of the program keeps. Null where it keeps none. */
export function keptBeside(id: string, env: NodeJS.ProcessEnv = process.env): string | null {
  const folder = keptFolder(env)
  return folder === null ? null : join(folder, `${id}-${process.version}-${process.arch}`)
}

/** Where the compiled code of a command is kept. Null where it is not. */
export function codeFile(command: string | undefined, beside: string | null): string | null {
  return beside === null || command === undefined || !/^[a-z-]{1,20}$/.test(command) ? null : `${beside}-${command}`
}

/** Code, and of how many runs it is. */
export interface KeptCode {
  code: Buffer
  runs: number
}

/** Undefined where there is none, or it was written half. What does not fit this Node or its flags is refused by V8. */
export function readCode(file: string): KeptCode | undefined {
  const bytes = readKept(file)
  const runs = bytes?.at(-1)
  return bytes === undefined || runs === undefined ? undefined : { code: bytes.subarray(0, -1), runs }
}

/**
 * Keeps what a script compiled so far, with what it was given, until enough runs have added theirs. Files of other versions of Pinwarden go
 * after a week. Never throws.
 */
export function keepCode(file: string, script: Pick<Script, 'createCachedData'>, runs: number): void {
  if (runs >= RUNS) return
  // V8 refuses code that was written under other flags than those it is read under.
  freeYoungSpace()
  const [id] = basename(file).split('-')
  writeKept(file, () => Buffer.concat([script.createCachedData(), Buffer.of(runs + 1)]))
  sweepKept(dirname(file), (name) => !name.startsWith(`${id}-`))
}
