import type { LedgerOptions } from '../ledger.ts'
import { type Register, withLedger } from './options.ts'

export const historyCommand: Register = (program, setStatus) => {
  withLedger(program.command('history').description('What happened to the components, newest first, as the ledger tells it'))
    .argument('[component]')
    .option('-e, --environment <name>', 'only this environment; `base` for the components as written under `components:`')
    .option('--since <when>', 'a date such as 2026-11-01, or a length of time such as 30d')
    .option('--event <event>', 'only this event, such as `proposal-merged`')
    .option('--limit <count>', 'so many of the newest', '50')
    .addHelpText('after', '\nExamples:\n  pinwarden history redis --since 90d\n  pinwarden history --event rollback-merged --json')
    .action(async (component: string | undefined, options: LedgerOptions) =>
      setStatus(await (await import('../ledger.ts')).runHistory(component, options)),
    )
}
