import type { Command } from 'commander'
import { type CommonOptions, common } from './options.ts'

/** A command that judges steps: the same run, stopped earlier or later. */
export function judging(
  program: Command,
  setStatus: (code: number) => void,
  command: 'check' | 'plan' | 'upgrade',
  description: string,
): Command {
  return common(program.command(command).description(description))
    .option(
      '--skip-safety-checks <ids>',
      'leave out these safety checks, or `all`; nothing is then approved without a person; needs --reason',
    )
    .option('--reason <text>', 'why checks are skipped; shown in report and proposal, and recorded in the ledger')
    .argument('[components...]', 'names or globs; all where none is given')
    .action(async (components: string[], options: CommonOptions) =>
      setStatus(await (await import('../upgrades.ts')).runUpgrades(command, components, options)),
    )
}
