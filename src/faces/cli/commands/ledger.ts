import { Option } from 'commander'
import type { LedgerOptions } from '../ledger.ts'
import { type Register, withLedger } from './options.ts'

export const ledgerCommand: Register = (program, setStatus) => {
  const ledger = program.command('ledger').description('The audit trail: prove it, export it, read a record in full')
  withLedger(ledger.command('verify').description('Prove the chain; names the first record that was changed, dropped, moved or doubled'))
    .option('--anchor <hash>', 'a hash noted earlier, which must still be in the chain')
    .action(async (options: LedgerOptions) => setStatus(await (await import('../ledger.ts')).runVerify(options)))
  withLedger(ledger.command('export').description('All records on standard output'), false)
    .addOption(new Option('--format <format>', 'for programs or for spreadsheets').choices(['json', 'csv']).default('json'))
    .action(async (options: LedgerOptions) => setStatus(await (await import('../ledger.ts')).runExport(options)))
  withLedger(ledger.command('show').description('Records in full, as they stand; the newest where no number is given'), false)
    .argument('[seq...]', 'numbers of records')
    .action(async (numbers: string[], options: LedgerOptions) => setStatus(await (await import('../ledger.ts')).runShow(numbers, options)))
}
