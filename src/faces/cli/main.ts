import { Command, CommanderError, Option } from 'commander'
import { EXIT, PROBLEM_CODES, ProblemError } from '../../core/model/problems.ts'
import { problemRow } from '../../core/reports/problems.ts'
import { problemLine } from '../../core/reports/terminal.ts'
import { VERSION } from '../version.ts'
import type { BumpOptions } from './bump.ts'
import type { LedgerOptions } from './ledger.ts'
import { outliveReader, paintFor } from './output.ts'
import type { ReleaseOptions, ReleaseRollbackOptions } from './release.ts'
import type { ReviewOptions } from './review.ts'
import type { RollbackOptions } from './rollback.ts'

/** Options that every command which reads a registry takes. */
export interface CommonOptions {
  registry?: string
  repo?: string
  base?: string
  environment?: string
  offline?: boolean
  record?: string
  replay?: string
  json?: boolean
  color: boolean
  quiet?: boolean
  verbose?: boolean
  failOn: string
}

/** Runs the command line. @returns the exit status: 0 ok, 1 findings, 2 usage or configuration, 3 upstream; anything else is our own bug. */
export async function main(argv: readonly string[]): Promise<number> {
  for (const stream of [process.stdout, process.stderr]) outliveReader(stream)
  let status: number = EXIT.ok
  const program = commandLine((code) => {
    status = code
  })
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return status
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage
    return report(error, argv)
  }
}

/** Problems are for the user, in their words; anything else is a bug and shows its stack. */
function report(error: unknown, argv: readonly string[]): number {
  if (!(error instanceof ProblemError)) {
    process.stderr.write(
      `This is a bug in Pinwarden ${VERSION}. Please report it with the lines below.\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    )
    return EXIT.bug
  }
  const rows = error.problems.map(problemRow)
  if (argv.includes('--json'))
    process.stdout.write(`${JSON.stringify({ schema: 'pinwarden/problems@1', result: 'failed', problems: rows }, null, 2)}\n`)
  const paint = paintFor(process.stderr, !argv.includes('--no-color'))
  for (const row of rows) process.stderr.write(`${problemLine(row, paint)}\n`)
  return exitOf(error)
}

function exitOf(error: ProblemError): number {
  return Math.max(...error.problems.map((problem) => PROBLEM_CODES[problem.code]))
}

/** The commands with their options; `setStatus` gets the exit status of the one that ran. */
export function commandLine(setStatus: (code: number) => void): Command {
  const program = new Command('pinwarden')
    .description('Keeps every version that a repository pins up to date, by pull requests that people can trust.')
    .version(VERSION, '-V, --version')
    .showHelpAfterError('(run with --help for examples)')
    .exitOverride()
    .configureOutput({ writeErr: (text) => process.stderr.write(text) })
    .addHelpText('after', EXAMPLES)

  common(
    program
      .command('lint')
      .description('Check the registry and every pin: all mistakes of a file at once, with line, column and what to do'),
  )
    .addHelpText('after', '\nExamples:\n  pinwarden lint\n  pinwarden lint --json | jq .problems')
    .action(async (options: CommonOptions) => setStatus(await (await import('./lint.ts')).runLint(options)))

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
      setStatus(await (await import('./upgrades.ts')).runUpgrades('check', components, options)),
    )

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
      setStatus(await (await import('./upgrades.ts')).runUpgrades('plan', components, options)),
    )

  skipping(
    common(
      program
        .command('upgrade')
        .description('Open, refresh and close proposals until they are as they should be; running it twice changes nothing'),
    ),
  )
    .argument('[components...]', 'names or globs; all where none is given')
    .option('--dry-run', 'print what would be done and do nothing')
    .addHelpText(
      'after',
      '\nExamples:\n  pinwarden upgrade                         # branches in this repository, bodies as files\n  pinwarden upgrade --repo acme/platform    # pull requests; takes the token from GITHUB_TOKEN\n  pinwarden upgrade redis --dry-run\n  pinwarden upgrade redis --skip-safety-checks advisories --reason "OSV is down, INC-42"',
    )
    .action(async (components: string[], options: CommonOptions) =>
      setStatus(await (await import('./upgrades.ts')).runUpgrades('upgrade', components, options)),
    )

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
      setStatus(await (await import('./rollback.ts')).runRollback(component, options)),
    )

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
      setStatus(await (await import('./watch.ts')).runWatch(components, options)),
    )

  common(
    program
      .command('explain')
      .description('Show every release considered for a component, why it was or was not chosen, and what would change the answer'),
  )
    .argument('<component>')
    .option('--all', 'show every release, also those far below the current one')
    .addHelpText('after', '\nExamples:\n  pinwarden explain redis\n  pinwarden explain redis --environment production')
    .action(async (component: string, options: CommonOptions) =>
      setStatus(await (await import('./explain.ts')).runExplain(component, options)),
    )

  common(
    program
      .command('review')
      .description(
        'Judge the versions that a change moves, whoever made it, by the policy of its base; nothing of it is checked out or run',
      ),
  )
    .argument('[range]', 'BASE..HEAD; by default what is checked out against the base branch')
    .option('--pr <number>', 'a pull request; needs `--repo`')
    .option('--post', 'write check, comment and labels to the pull request')
    .addHelpText(
      'after',
      '\nExamples:\n  pinwarden review                                  # what is checked out, before it is pushed\n  pinwarden review main..redis-7.4 --json\n  pinwarden review --repo acme/platform --pr 7',
    )
    .action(async (range: string | undefined, options: ReviewOptions) =>
      setStatus(await (await import('./review.ts')).runReview(range, options)),
    )

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
    .action(async (options: BumpOptions) => setStatus(await (await import('./bump.ts')).runBump(options)))

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
    .action(async (options: ReleaseOptions) => setStatus(await (await import('./release.ts')).runRelease(options)))

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
      setStatus(await (await import('./release.ts')).runReleaseRollback(version, { ...options, ...writtenAbove(command) })),
    )

  withLedger(program.command('history').description('What happened to the components, newest first, as the ledger tells it'))
    .argument('[component]')
    .option('-e, --environment <name>', 'only this environment; `base` for the components as written under `components:`')
    .option('--since <when>', 'a date such as 2026-11-01, or a length of time such as 30d')
    .option('--event <event>', 'only this event, such as `proposal-merged`')
    .option('--limit <count>', 'so many of the newest', '50')
    .addHelpText('after', '\nExamples:\n  pinwarden history redis --since 90d\n  pinwarden history --event rollback-merged --json')
    .action(async (component: string | undefined, options: LedgerOptions) =>
      setStatus(await (await import('./ledger.ts')).runHistory(component, options)),
    )

  withLedger(
    program
      .command('status')
      .description('How each component stands: version, last event, open proposal, last good version, rollback points and success rate'),
  )
    .argument('[components...]', 'names or globs; all where none is given')
    .option('-e, --environment <name>', 'only this environment; `base` for the components as written under `components:`')
    .addHelpText('after', '\nExamples:\n  pinwarden status\n  pinwarden status redis --environment production --json')
    .action(async (components: string[], options: LedgerOptions) =>
      setStatus(await (await import('./ledger.ts')).runStatus(components, options)),
    )

  const ledger = program.command('ledger').description('The audit trail: prove it, export it, read a record in full')
  withLedger(ledger.command('verify').description('Prove the chain; names the first record that was changed, dropped, moved or doubled'))
    .option('--anchor <hash>', 'a hash noted earlier, which must still be in the chain')
    .action(async (options: LedgerOptions) => setStatus(await (await import('./ledger.ts')).runVerify(options)))
  withLedger(ledger.command('export').description('All records on standard output'), false)
    .addOption(new Option('--format <format>', 'for programs or for spreadsheets').choices(['json', 'csv']).default('json'))
    .action(async (options: LedgerOptions) => setStatus(await (await import('./ledger.ts')).runExport(options)))
  withLedger(ledger.command('show').description('Records in full, as they stand; the newest where no number is given'), false)
    .argument('[seq...]', 'numbers of records')
    .action(async (numbers: string[], options: LedgerOptions) => setStatus(await (await import('./ledger.ts')).runShow(numbers, options)))

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
      setStatus(await (await import('./inspect.ts')).runInspect(engine, options)),
    )

  return program
}

/** Options that were written before the name of a command: `release --repo acme/app rollback`. */
function writtenAbove({ parent }: Command): Record<string, unknown> {
  if (parent === null) return {}
  return Object.fromEntries(Object.entries(parent.opts()).filter(([name]) => parent.getOptionValueSource(name) === 'cli'))
}

function published(command: Command): Command {
  return command
    .option('--dry-run', 'say each step that would be made and make none')
    .option('--repo <owner/name>', 'work on a repository on GitHub instead of the local one; needs GITHUB_TOKEN')
    .option('--branch <name>', 'branch that is released from (default: the current or default branch)')
    .option('--package <name>', 'a package of the registry’s `release.packages` instead of the whole repository')
    .option('--registry <file>', 'registry file (default: versions.yaml, config/versions.yaml or .github/versions.yaml; none is needed)')
    .option('--json', 'print one JSON document (its schema is documented and versioned)')
    .option('--no-color', 'no colour, also on a terminal')
}

function skipping(command: Command): Command {
  return command
    .option(
      '--skip-safety-checks <ids>',
      'leave out these safety checks, or `all`; nothing is then approved without a person; needs --reason',
    )
    .option('--reason <text>', 'why checks are skipped; shown in report and proposal, and recorded in the ledger')
}

/** Options of every command that looks at the ledger. */
function withLedger(command: Command, json = true): Command {
  const always = command
    .option('--registry <file>', 'registry file (default: versions.yaml, config/versions.yaml or .github/versions.yaml)')
    .option('--repo <owner/name>', 'look at a repository on GitHub instead of the local one; needs GITHUB_TOKEN')
    .option('--no-color', 'no colour, also on a terminal')
  return json ? always.option('--json', 'print one JSON document (its schema is documented and versioned)') : always
}

function common(command: Command): Command {
  return command
    .option('--registry <file>', 'registry file (default: versions.yaml, config/versions.yaml or .github/versions.yaml)')
    .option('--repo <owner/name>', 'work on a repository on GitHub instead of the local one; needs GITHUB_TOKEN')
    .option('--base <branch>', 'branch that proposals are merged into (default: the current or default branch)')
    .option('-e, --environment <name>', 'only this environment; `base` for the components as written under `components:`')
    .option('--offline', 'send nothing; answer from the cache, marked as such')
    .option('--record <file>', 'write everything that was read to this file, to decide again without a network')
    .option('--replay <file>', 'decide from a recorded file; reads nothing else')
    .option('--json', 'print one JSON document (its schema is documented and versioned)')
    .option('--no-color', 'no colour, also on a terminal')
    .option('-q, --quiet', 'no progress')
    .option('-v, --verbose', 'say more about what is asked of whom')
    .addOption(
      new Option('--fail-on <what>', 'exit with 1 where there is').choices(['none', 'findings', 'low', 'medium', 'high']).default('none'),
    )
}

const EXAMPLES = `
Examples:
  pinwarden lint                       check versions.yaml and every pin
  pinwarden check                      what is newer, and is it safe
  pinwarden upgrade                    make the proposals

Exit status: 0 ok, 1 findings, 2 usage or configuration, 3 upstream.
`
