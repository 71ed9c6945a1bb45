import * as z from 'zod'
import { fail } from '../../core/model/problems.ts'

const COMMANDS = ['check', 'upgrade', 'rollback', 'watch', 'review', 'comment', 'lint', 'release', 'release-rollback'] as const
const MODES = ['pr', 'direct'] as const
const FAIL_ON = ['none', 'findings', 'low', 'medium', 'high'] as const

export interface ActionInputs {
  command: (typeof COMMANDS)[number]
  token: string
  registry: string | undefined
  environment: string | undefined
  components: string[]
  base: string | undefined
  dryRun: boolean
  offline: boolean
  failOn: (typeof FAIL_ON)[number]
  /** For `review`: which one, where the event names none. */
  pullRequest: number | undefined
  /** Ids of safety checks, or `all`. */
  skipSafetyChecks: string | undefined
  reason: string | undefined
  /** For releases: how, and of which package; `prerelease` an id, `version` the very one to release, or to go back to. */
  mode: (typeof MODES)[number] | undefined
  package: string | undefined
  prerelease: string | undefined
  version: string | undefined
  /** For rollbacks: what goes back, and how. `version` names where to; `components` go with it. */
  component: string | undefined
  incident: string | undefined
  emergency: boolean
  exclude: boolean
  force: boolean
  reland: boolean
}

const inputsSchema = z.object({
  command: choice('command', COMMANDS, 'check'),
  token: z.string(),
  registry: optional(),
  environment: optional(),
  components: z.string().transform((text) => text.split(/[\s,]+/).filter((name) => name !== '')),
  base: optional(),
  dryRun: flag('dry-run'),
  offline: flag('offline'),
  failOn: choice('fail-on', FAIL_ON, 'none'),
  pullRequest: number('pull-request'),
  skipSafetyChecks: optional(),
  reason: optional(),
  mode: optionalChoice('mode', MODES),
  package: optional(),
  prerelease: optional(),
  version: optional(),
  component: optional(),
  incident: optional(),
  emergency: flag('emergency'),
  exclude: flag('exclude', true),
  force: flag('force'),
  reland: flag('reland'),
})

/**
 * Inputs of action.yml. GitHub checks none of them (not even `required`), so all are checked here, all at once.
 * @throws ProblemError `usage` with every wrong input
 */
export function readInputs(get: (name: string) => string): ActionInputs {
  const names: Record<keyof ActionInputs, string> = {
    command: 'command',
    token: 'token',
    registry: 'registry',
    environment: 'environment',
    components: 'components',
    base: 'base',
    dryRun: 'dry-run',
    offline: 'offline',
    failOn: 'fail-on',
    pullRequest: 'pull-request',
    skipSafetyChecks: 'skip-safety-checks',
    reason: 'reason',
    mode: 'mode',
    package: 'package',
    prerelease: 'prerelease',
    version: 'version',
    component: 'component',
    incident: 'incident',
    emergency: 'emergency',
    exclude: 'exclude',
    force: 'force',
    reland: 'reland',
  }
  const read = inputsSchema.safeParse(Object.fromEntries(Object.entries(names).map(([key, name]) => [key, get(name).trim()])))
  if (!read.success) return fail('usage', read.error.issues.map((issue) => issue.message).join(' '))
  if (read.data.token === '') {
    return fail('token-missing', 'The input `token` is empty.', {
      help: 'Leave it out for the job’s own token, or give the token of a GitHub App; secrets are empty in workflows of forks.',
    })
  }
  return read.data
}

function optional() {
  return z.string().transform((text) => (text === '' ? undefined : text))
}

function number(name: string) {
  return z.string().transform((text, context): number | undefined => {
    if (text === '') return undefined
    if (!/^[1-9]\d{0,9}$/.test(text)) context.addIssue({ code: 'custom', message: `Input \`${name}\` is “${text}”; expected a number.` })
    return Number(text)
  })
}

function choice<const T extends readonly string[]>(name: string, values: T, fallback: T[number]) {
  return z.string().transform((text, context): T[number] => {
    const value = text === '' ? fallback : values.find((one) => one === text)
    if (value === undefined) context.addIssue({ code: 'custom', message: `Input \`${name}\` is “${text}”; expected ${values.join(', ')}.` })
    return value ?? fallback
  })
}

function optionalChoice<const T extends readonly string[]>(name: string, values: T) {
  return z.string().transform((text, context): T[number] | undefined => {
    const value = values.find((one) => one === text)
    if (value === undefined && text !== '')
      context.addIssue({ code: 'custom', message: `Input \`${name}\` is “${text}”; expected ${values.join(', ')}.` })
    return value
  })
}

/** The YAML 1.2 booleans, as GitHub's own `getBooleanInput` reads them. */
function flag(name: string, fallback = false) {
  return z.string().transform((text, context) => {
    if (text === '') return fallback
    if (/^(true|True|TRUE)$/.test(text)) return true
    if (!/^(false|False|FALSE|)$/.test(text))
      context.addIssue({ code: 'custom', message: `Input \`${name}\` is “${text}”; expected true or false.` })
    return false
  })
}
