import * as z from 'zod'
import { fail } from '../core/model/problems.ts'
import type { AdvisoryFile } from '../ports/advisories.ts'

/** One engine of the core, alone: a row in, an answer out. Loaded only when asked for. */
export interface Engine {
  /** One line for `--help` and the docs. */
  label: string
  load(inputs: EngineInputs): Promise<(row: Record<string, unknown>) => unknown>
}

/** What an engine may read beside its rows. */
export interface EngineInputs {
  read: ReadText
  /** Files of an advisory database; absent where none is named. */
  osv?: AsyncIterable<AdvisoryFile>
  /** One line for people about what was left out. */
  warn(message: string): void
}

/** Reads a text file that a row names. @throws Error with a sentence for the row's `error` */
export type ReadText = (path: string) => string

/** Every engine that `inspect` knows; SPEC section 15 gives rows and answers. */
export const engines: Readonly<Record<string, Engine>> = {
  breaking: {
    label: 'breaking changes between two versions of a changelog',
    load: async ({ read }) => {
      const { answerBreaking } = await import('../core/notes/inspect.ts')
      return (row) => answerBreaking(typeof row['changelog_file'] === 'string' ? { ...row, changelog: read(row['changelog_file']) } : row)
    },
  },
  advisories: {
    label: 'which advisories of an OSV database affect a version, and the first version that none does',
    load: async (inputs) => (await import('./inspect-advisories.ts')).advisoriesEngine(inputs),
  },
  edit: {
    label: 'the text of a file after one pin in it was changed',
    load: async () => (await import('../core/pins/inspect-edit.ts')).answerEdit,
  },
  versioning: {
    label: 'parse, compare, match and pick versions of any scheme',
    load: async () => (await import('../core/versioning/inspect.ts')).answerVersioning,
  },
  resolve: {
    label: 'the target of one component from a list of releases',
    load: async () => (await import('../core/resolution/inspect.ts')).answerResolve,
  },
  solve: {
    label: 'versions of many components that fit together',
    load: async () => (await import('../core/resolution/inspect.ts')).answerSolve,
  },
}

const rowSchema = z.record(z.string(), z.unknown())

/**
 * Answers JSON Lines, one object a line in the same order, `id` kept. A row that cannot be answered gives `{id, error}` and the run goes on.
 * @throws ProblemError `usage` for an unknown engine
 */
export async function answerBatch(
  name: string,
  input: string,
  inputs: EngineInputs,
  write: (line: string) => void,
): Promise<{ rows: number; errors: number }> {
  const engine = engines[name]
  if (engine === undefined) return fail('usage', `There is no engine “${name}”.`, { help: `Known are ${Object.keys(engines).join(', ')}.` })
  const answer = await engine.load(inputs)
  let [rows, errors] = [0, 0]
  for (const line of input.split('\n')) {
    if (line.trim() === '') continue
    rows += 1
    const result = answerLine(line, rows, answer)
    if (isError(result)) errors += 1
    write(`${JSON.stringify(result)}\n`)
  }
  return { rows, errors }
}

function answerLine(line: string, number: number, answer: (row: Record<string, unknown>) => unknown): unknown {
  let id: unknown = null
  try {
    const row = rowSchema.parse(JSON.parse(line))
    id = row['id'] ?? null
    return answer(row)
  } catch (error) {
    const what =
      error instanceof SyntaxError
        ? `line ${number} is no JSON: ${error.message}`
        : error instanceof z.ZodError
          ? z.prettifyError(error).replaceAll('\n', ' ')
          : error instanceof Error
            ? error.message
            : String(error)
    return { id, error: what }
  }
}

function isError(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'error' in value
}
