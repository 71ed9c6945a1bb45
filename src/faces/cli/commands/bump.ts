import type { BumpOptions } from '../bump.ts'
import type { Register } from './options.ts'

export const bumpCommand: Register = (program, setStatus) => {
  program
    .command('bump')
    .description('Find the next version from the commits since the last release, and write it into the version files and the CHANGELOG')
    .option('--dry-run', 'say what would be written and write nothing')
    .option('--prerelease <id>', 'a pre-release of this id, such as `rc`, whatever the branch')
    .option('--as <version>', 'this very version, whatever the commits say')
    .option('--package <name>', 'a package of the registry’s `release.packages` instead of the whole repository')
    .option('--branch <name>', 'stands in for the branch that is checked out')
    .option('--registry <file>', 'registry file (default: versions.yaml, config/versions.yaml or .github/versions.yaml; none is needed)')
    .option('--json', 'print one JSON document (its schema is documented and versioned)')
    .option('--no-color', 'no colour, also on a terminal')
    .addHelpText(
      'after',
      '\nExamples:\n  pinwarden bump --dry-run              # the next version, and which commits decided it\n  pinwarden bump                        # write it; commit and tag by yourself\n  pinwarden bump --prerelease rc        # 1.3.0-rc.1, 1.3.0-rc.2 …\n  pinwarden bump --as 2.0.0 --json',
    )
    .action(async (options: BumpOptions) => setStatus(await (await import('../bump.ts')).runBump(options)))
}
