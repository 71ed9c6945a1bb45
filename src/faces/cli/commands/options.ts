import { type Command, Option } from 'commander'

/** Adds a command to the program; `setStatus` gets its exit status. */
export type Register = (program: Command, setStatus: (code: number) => void) => void

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

/** Those options. */
export function common(command: Command): Command {
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

/** Options of every command that releases. */
export function published(command: Command): Command {
  return command
    .option('--dry-run', 'say each step that would be made and make none')
    .option('--repo <owner/name>', 'work on a repository on GitHub instead of the local one; needs GITHUB_TOKEN')
    .option('--branch <name>', 'branch that is released from (default: the current or default branch)')
    .option('--package <name>', 'a package of the registry’s `release.packages` instead of the whole repository')
    .option('--registry <file>', 'registry file (default: versions.yaml, config/versions.yaml or .github/versions.yaml; none is needed)')
    .option('--json', 'print one JSON document (its schema is documented and versioned)')
    .option('--no-color', 'no colour, also on a terminal')
}

/** Options of every command that looks at the ledger. */
export function withLedger(command: Command, json = true): Command {
  const always = command
    .option('--registry <file>', 'registry file (default: versions.yaml, config/versions.yaml or .github/versions.yaml)')
    .option('--repo <owner/name>', 'look at a repository on GitHub instead of the local one; needs GITHUB_TOKEN')
    .option('--no-color', 'no colour, also on a terminal')
  return json ? always.option('--json', 'print one JSON document (its schema is documented and versioned)') : always
}
