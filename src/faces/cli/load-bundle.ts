import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { getBuiltinModule } from 'node:process'
import { codeFile, keepCode, keptBeside, readCode } from './code-cache.ts'
import type { Loaded } from './load-main.ts'

/** Names the contents of `cli-main.cjs`; written in when it is built. */
declare const BUNDLE_ID: string

/** What the bundle exports. */
interface Exported {
  main(args: readonly string[], beside?: string | null): Promise<number>
}

/** From the bundle beside this one, with what an earlier run of the same command compiled. */
export async function loadMain(): Promise<Loaded> {
  const beside = keptBeside(BUNDLE_ID)
  const { main, keep } = loadScript(join(import.meta.dirname, 'cli-main.cjs'), codeFile(process.argv[2], beside))
  return { main: (args) => main(args, beside), keep }
}

/**
 * Runs a CommonJS file, which is ASCII throughout: V8 reads characters of one byte in half the time. Node's own cache of compiled code keeps
 * what is compiled while a file is loaded, which is hardly more than its outermost functions; this one is written at the end of a run and
 * holds all that was used.
 */
export function loadScript(file: string, kept: string | null): Exported & Pick<Loaded, 'keep'> {
  // Not imported: who asks for the version alone needs none of them.
  const [module, vm] = [getBuiltinModule('node:module'), getBuiltinModule('node:vm')]
  const known = kept === null ? undefined : readCode(kept)
  const script = new vm.Script(module.wrap(readFileSync(file, 'latin1')), {
    filename: file,
    ...(known === undefined ? {} : { cachedData: known.code }),
  })
  const own: { exports: Partial<Exported> } = { exports: {} }
  script.runInThisContext()(own.exports, module.createRequire(file), own, file, dirname(file))
  const { main } = own.exports
  if (main === undefined) throw new Error(`${file} has no main()`)
  const runs = known === undefined || script.cachedDataRejected === true ? 0 : known.runs
  return { main, keep: async () => (kept === null ? undefined : keepCode(kept, script, runs)) }
}
