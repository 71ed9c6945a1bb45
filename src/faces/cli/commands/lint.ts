import { type CommonOptions, common, type Register } from './options.ts'

export const lintCommand: Register = (program, setStatus) => {
  common(
    program
      .command('lint')
      .description('Check the registry and every pin: all mistakes of a file at once, with line, column and what to do'),
  )
    .addHelpText('after', '\nExamples:\n  pinwarden lint\n  pinwarden lint --json | jq .problems')
    .action(async (options: CommonOptions) => setStatus(await (await import('../lint.ts')).runLint(options)))
}
