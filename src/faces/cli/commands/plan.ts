import { type CommonOptions, common, type Register, skipping } from './options.ts'

export const planCommand: Register = (program, setStatus) => {
  skipping(
    common(
      program
        .command('plan')
        .description(
          'Show the proposals that `upgrade` would make, with their files, and the actions against what is open; changes nothing',
        ),
    ),
  )
    .argument('[components...]', 'names or globs; all where none is given')
    .option('--diff', 'show what would change in each file')
    .option('--body <component>', 'print the body of this component’s proposal')
    .addHelpText('after', '\nExamples:\n  pinwarden plan\n  pinwarden plan redis --diff\n  pinwarden plan redis --body redis')
    .action(async (components: string[], options: CommonOptions) =>
      setStatus(await (await import('../upgrades.ts')).runUpgrades('plan', components, options)),
    )
}
