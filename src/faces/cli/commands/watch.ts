import { type CommonOptions, common, type Register } from './options.ts'

export const watchCommand: Register = (program, setStatus) => {
  common(
    program
      .command('watch')
      .description('Look at the health of what was merged in the last day; bad upgrades are confirmed and taken back by a pull request'),
  )
    .argument('[components...]', 'names; all where none is given')
    .option('--dry-run', 'say the verdicts and do nothing')
    .addHelpText(
      'after',
      '\nExamples:\n  pinwarden watch --repo acme/platform\n  pinwarden watch --repo acme/platform --environment production --dry-run --json',
    )
    .action(async (components: string[], options: CommonOptions & { dryRun?: boolean }) =>
      setStatus(await (await import('../watch.ts')).runWatch(components, options)),
    )
}
