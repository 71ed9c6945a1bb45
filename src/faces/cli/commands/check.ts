import { type CommonOptions, common, type Register, skipping } from './options.ts'

export const checkCommand: Register = (program, setStatus) => {
  skipping(
    common(
      program.command('check').description('Find the newest allowed version of every component, with risk and reasons; changes nothing'),
    ),
  )
    .argument('[components...]', 'names or globs; all where none is given')
    .addHelpText(
      'after',
      "\nExamples:\n  pinwarden check\n  pinwarden check redis 'grafana*' --environment production\n  pinwarden check --fail-on high --json",
    )
    .action(async (components: string[], options: CommonOptions) =>
      setStatus(await (await import('../upgrades.ts')).runUpgrades('check', components, options)),
    )
}
