import { Option } from 'commander'
import type { RollbackOptions } from '../rollback.ts'
import { common, type Register } from './options.ts'

export const rollbackCommand: Register = (program, setStatus) => {
  common(
    program
      .command('rollback')
      .description('Take a component back to a version that it had, by a pull request that keeps the bad version from coming back'),
  )
    .argument('[component]', 'needed unless `--list` is given')
    .option('--to <target>', 'a version, `previous`, `last-good`, or a point such as `rp-12` (default: previous)')
    .addOption(new Option('--env <name>', 'short for --environment').hideHelp())
    .option('--reason <text>', 'why; needed')
    .option('--incident <address>', 'page or name of the incident')
    .option('--emergency', 'say that it is one')
    .option('--force', 'go on where docs/rollback.md allows it; recorded with the reason')
    .option('--reland', 'bring a version forward again that was rolled back, and lift its exclusion')
    .option('--no-exclude', 'do not keep the version from being proposed again')
    .option('--with <component...>', 'components that go back together with it')
    .option('--list', 'show the points that can be rolled back to')
    .option('--dry-run', 'print what would be done and do nothing')
    .addHelpText(
      'after',
      '\nExamples:\n  pinwarden rollback --list\n  pinwarden rollback redis --reason "integration tests fail"\n  pinwarden rollback redis --to 7.4.1 --environment production --reason "latency" --repo acme/platform\n  pinwarden rollback redis --reland --to 7.4.2 --reason "the tests were wrong"',
    )
    .action(async (component: string | undefined, options: RollbackOptions) =>
      setStatus(await (await import('../rollback.ts')).runRollback(component, options)),
    )
}
