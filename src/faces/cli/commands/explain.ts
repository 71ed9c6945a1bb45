import { type CommonOptions, common, type Register } from './options.ts'

export const explainCommand: Register = (program, setStatus) => {
  common(
    program
      .command('explain')
      .description('Show every release considered for a component, why it was or was not chosen, and what would change the answer'),
  )
    .argument('<component>')
    .option('--all', 'show every release, also those far below the current one')
    .addHelpText('after', '\nExamples:\n  pinwarden explain redis\n  pinwarden explain redis --environment production')
    .action(async (component: string, options: CommonOptions) =>
      setStatus(await (await import('../explain.ts')).runExplain(component, options)),
    )
}
