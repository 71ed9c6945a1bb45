import { judging } from './judging.ts'
import type { Register } from './options.ts'

export const checkCommand: Register = (program, setStatus) => {
  judging(
    program,
    setStatus,
    'check',
    'Find the newest allowed version of every component, with risk and reasons; changes nothing',
  ).addHelpText(
    'after',
    "\nExamples:\n  pinwarden check\n  pinwarden check redis 'grafana*' --environment production\n  pinwarden check --fail-on high --json",
  )
}
