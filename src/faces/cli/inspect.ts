import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { readOsvDirectory } from '../../adapters/osv-directory.ts'
import { answerBatch } from '../../commands/inspect.ts'
import { EXIT, fail } from '../../core/model/problems.ts'
import { plainLine } from '../../core/text/sanitize.ts'

/** `pinwarden inspect ENGINE --batch FILE|- [--osv DIR|ZIP]`. Row errors stand in their answers and do not change the exit status. */
export async function runInspect(engine: string, options: { batch: string; osv?: string }): Promise<number> {
  const input = await readInput(options.batch)
  let out = ''
  const flush = () => {
    process.stdout.write(out)
    out = ''
  }
  const inputs = {
    read: readText(),
    warn: (message: string) => process.stderr.write(`warning: ${plainLine(message)}\n`),
    ...(options.osv === undefined ? {} : { osv: readOsvDirectory(options.osv) }),
  }
  await answerBatch(engine, input, inputs, (line) => {
    out += line
    if (out.length > 1 << 16) flush()
  })
  flush()
  return EXIT.ok
}

/** Standard input as it comes: read all at once, a pipe whose writer is slower would be refused (EAGAIN). */
async function readInput(file: string): Promise<string> {
  try {
    return file === '-' ? await text(process.stdin) : readFileSync(file, 'utf8')
  } catch (error) {
    return fail(
      'batch-invalid',
      `Cannot read ${file === '-' ? 'standard input' : file}: ${error instanceof Error ? error.message : error}.`,
    )
  }
}

/** Many rows name the same file; the last one is kept. */
function readText(): (path: string) => string {
  let last: { path: string; text: string } | null = null
  return (path) => {
    if (last?.path !== path) {
      try {
        last = { path, text: readFileSync(path, 'utf8') }
      } catch (error) {
        throw new Error(`cannot read changelog_file: ${error instanceof Error ? error.message : error}`)
      }
    }
    return last.text
  }
}
