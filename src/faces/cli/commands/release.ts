import { type Command, Option } from 'commander'
import type { ReleaseOptions, ReleaseRollbackOptions } from '../release.ts'
import { published, type Register } from './options.ts'

export const releaseCommand: Register = (program, setStatus) => {
  const releasing = program
    .command('release')
    .description(
      'Release this repository: the next version by a pull request or a commit, then tag, notes and files; goes on where an earlier run stopped',
    )
  published(releasing)
    .addOption(
      new Option('--mode <mode>', 'by a pull request, or by a commit at once (default: `release.mode`; direct without a forge)').choices([
        'pr',
        'direct',
      ]),
    )
    .option('--prerelease <id>', 'a pre-release of this id, such as `rc`, whatever the branch')
    .option('--as <version>', 'this very version, whatever the commits say')
    .addHelpText(
      'after',
      '\nExamples:\n  pinwarden release --dry-run                       # each step that would be made\n  pinwarden release                                 # commit and annotated tag in this repository\n  pinwarden release --repo acme/app                 # pull request, and once it is merged tag and release',
    )
    .action(async (options: ReleaseOptions) => setStatus(await (await import('../release.ts')).runRelease(options)))

  published(
    releasing
      .command('rollback')
      .description('Go back to an earlier release by a pull request that sets version files and pins to what they said; tags stay'),
  )
    .argument('[version]', 'version or tag to go back to (default: the release before the newest)')
    .requiredOption('--reason <text>', 'why; shown on the release, in the CHANGELOG and in the ledger')
    .addHelpText(
      'after',
      '\nExamples:\n  pinwarden release rollback --reason "crashes on start" --repo acme/app\n  pinwarden release rollback 1.2.0 --reason "INC-42" --dry-run',
    )
    .action(async (version: string | undefined, options: ReleaseRollbackOptions, command: Command) =>
      setStatus(await (await import('../release.ts')).runReleaseRollback(version, { ...options, ...writtenAbove(command) })),
    )
}

/** Options that were written before the name of a command: `release --repo acme/app rollback`. */
function writtenAbove({ parent }: Command): Record<string, unknown> {
  if (parent === null) return {}
  return Object.fromEntries(Object.entries(parent.opts()).filter(([name]) => parent.getOptionValueSource(name) === 'cli'))
}
