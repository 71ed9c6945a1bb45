import { judging } from './judging.ts'
import type { Register } from './options.ts'

export const upgradeCommand: Register = (program, setStatus) => {
  judging(
    program,
    setStatus,
    'upgrade',
    'Open, refresh and close proposals until they are as they should be; running it twice changes nothing',
  )
    .option('--dry-run', 'print what would be done and do nothing')
    .addHelpText(
      'after',
      '\nExamples:\n  pinwarden upgrade                         # branches in this repository, bodies as files\n  pinwarden upgrade --repo acme/platform    # pull requests; takes the token from GITHUB_TOKEN\n  pinwarden upgrade redis --dry-run\n  pinwarden upgrade redis --skip-safety-checks advisories --reason "OSV is down, INC-42"',
    )
}
