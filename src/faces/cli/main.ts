import { Command, CommanderError } from 'commander'
import { EXIT, PROBLEM_CODES, ProblemError } from '../../core/model/problems.ts'
import { problemRow } from '../../core/reports/problems.ts'
import { problemLine } from '../../core/reports/terminal.ts'
import { VERSION } from '../version.ts'
import { COMMANDS } from './commands/index.ts'
import { outliveReader, paintFor } from './output.ts'
import { keepReadings, writeReadings } from './readings.ts'

/**
 * Runs the command line.
 * @param beside how the files begin in which it keeps for later runs what it read; null where it keeps nothing
 * @returns the exit status: 0 ok, 1 findings, 2 usage or configuration, 3 upstream; anything else is our own bug
 */
export async function main(argv: readonly string[], beside: string | null = null): Promise<number> {
  for (const stream of [process.stdout, process.stderr]) outliveReader(stream)
  keepReadings(beside)
  let status: number = EXIT.ok
  const program = commandLine((code) => {
    status = code
  })
  try {
    await program.parseAsync([...argv], { from: 'user' })
    writeReadings()
    return status
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage
    return report(error, argv)
  }
}

/** Problems are for the user, in their words; anything else is a bug and shows its stack. */
function report(error: unknown, argv: readonly string[]): number {
  if (!(error instanceof ProblemError)) {
    process.stderr.write(
      `This is a bug in Pinwarden ${VERSION}. Please report it with the lines below.\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    )
    return EXIT.bug
  }
  const rows = error.problems.map(problemRow)
  if (argv.includes('--json'))
    process.stdout.write(`${JSON.stringify({ schema: 'pinwarden/problems@1', result: 'failed', problems: rows }, null, 2)}\n`)
  const paint = paintFor(process.stderr, !argv.includes('--no-color'))
  for (const row of rows) process.stderr.write(`${problemLine(row, paint)}\n`)
  return exitOf(error)
}

function exitOf(error: ProblemError): number {
  return Math.max(...error.problems.map((problem) => PROBLEM_CODES[problem.code]))
}

/** The commands with their options; `setStatus` gets the exit status of the one that ran. */
export function commandLine(setStatus: (code: number) => void): Command {
  const program = new Command('pinwarden')
    .description('Keeps every version that a repository pins up to date, by pull requests that people can trust.')
    .version(VERSION, '-V, --version')
    .showHelpAfterError('(run with --help for examples)')
    .exitOverride()
    .configureOutput({ writeErr: (text) => process.stderr.write(text) })
    .addHelpText('after', EXAMPLES)
  for (const register of COMMANDS) register(program, setStatus)
  return program
}

const EXAMPLES = `
Examples:
  pinwarden lint                       check versions.yaml and every pin
  pinwarden check                      what is newer, and is it safe
  pinwarden upgrade                    make the proposals

Exit status: 0 ok, 1 findings, 2 usage or configuration, 3 upstream.
`
