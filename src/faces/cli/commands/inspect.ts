import type { Register } from './options.ts'

export const inspectCommand: Register = (program, setStatus) => {
  program
    .command('inspect')
    .description('Run one engine alone over JSON Lines, for scripts and tests')
    .argument('<engine>', 'advisories, breaking, edit, resolve, solve or versioning')
    .requiredOption('--batch <file>', 'JSON Lines to answer; - for standard input')
    .option('--osv <path>', 'for advisories: a folder of OSV JSON files, or a zip of them')
    .addHelpText(
      'after',
      '\nExamples:\n  echo \'{"id":1,"scheme":"semver","op":"compare","a":"1.2.3","b":"1.10.0"}\' | pinwarden inspect versioning --batch -',
    )
    .action(async (engine: string, options: { batch: string; osv?: string }) =>
      setStatus(await (await import('../inspect.ts')).runInspect(engine, options)),
    )
}
