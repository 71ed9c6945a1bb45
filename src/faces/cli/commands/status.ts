import type { LedgerOptions } from '../ledger.ts'
import { type Register, withLedger } from './options.ts'

export const statusCommand: Register = (program, setStatus) => {
  withLedger(
    program
      .command('status')
      .description('How each component stands: version, last event, open proposal, last good version, rollback points and success rate'),
  )
    .argument('[components...]', 'names or globs; all where none is given')
    .option('-e, --environment <name>', 'only this environment; `base` for the components as written under `components:`')
    .addHelpText('after', '\nExamples:\n  pinwarden status\n  pinwarden status redis --environment production --json')
    .action(async (components: string[], options: LedgerOptions) =>
      setStatus(await (await import('../ledger.ts')).runStatus(components, options)),
    )
}
