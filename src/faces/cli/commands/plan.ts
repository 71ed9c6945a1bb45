import { judging } from './judging.ts'
import type { Register } from './options.ts'

export const planCommand: Register = (program, setStatus) => {
  judging(
    program,
    setStatus,
    'plan',
    'Show the proposals that `upgrade` would make, with their files, and the actions against what is open; changes nothing',
  )
    .option('--diff', 'show what would change in each file')
    .option('--body <component>', 'print the body of this component’s proposal')
    .addHelpText('after', '\nExamples:\n  pinwarden plan\n  pinwarden plan redis --diff\n  pinwarden plan redis --body redis')
}
