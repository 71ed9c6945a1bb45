import { RISKS, type Risk } from '../model/component.ts'
import type { ReviewFacts } from './contract.ts'

export interface Verdict {
  /** `neutral`: nothing of ours is touched, or what would decide could not be found out. */
  conclusion: 'success' | 'failure' | 'neutral'
  /** One line. */
  title: string
  /** Highest of the steps; null without one. */
  risk: Risk | null
}

/** What the facts come to. Fails for what policy forbids and for what the change breaks; risk alone fails nothing, for people decide about it. */
export function verdictOf(facts: ReviewFacts): Verdict {
  const concerns = facts.moves.flatMap((move) => move.concerns)
  const errors = facts.problems.filter((problem) => problem.severity !== 'warning').length
  const failures = concerns.filter((one) => one.level === 'failure').length
  const unresolved = concerns.filter((one) => one.code === 'unresolved').length
  const steps = facts.moves.flatMap((move) => move.upgrade ?? [])
  const risk = steps.length === 0 ? null : (RISKS[Math.max(...steps.map((step) => RISKS.indexOf(step.judgement.risk)))] ?? 'low')
  const what = count(facts.moves.length, 'version')
  if (errors + failures > 0) {
    const parts = [failures > 0 ? reasonsText(facts) : '', errors > 0 ? problemsText(facts) : '']
    return { conclusion: 'failure', title: parts.filter((part) => part !== '').join('; '), risk }
  }
  if (unresolved > 0) return { conclusion: 'neutral', title: `${what} changed, ${unresolved} could not be judged`, risk }
  if (facts.moves.length === 0) {
    const settings = facts.settings.length > 0
    return settings
      ? { conclusion: 'success', title: `No version changed, ${count(facts.settings.length, 'setting')} did`, risk }
      : { conclusion: 'neutral', title: 'No version is changed', risk }
  }
  return { conclusion: 'success', title: risk === null ? `${what} changed` : `${what} changed, ${risk} risk`, risk }
}

/** `redis: downgrade, excluded`. */
function reasonsText({ moves }: ReviewFacts): string {
  const failing = moves.filter((move) => move.concerns.some((one) => one.level === 'failure'))
  const shown = failing.slice(0, 3).map((move) => {
    const codes = new Set(move.concerns.filter((one) => one.level === 'failure').map((one) => one.code))
    return `${move.component}${move.environment === null ? '' : ` (${move.environment})`}: ${[...codes].join(', ')}`
  })
  return [...shown, ...(failing.length > 3 ? [`${failing.length - 3} more`] : [])].join('; ')
}

function problemsText({ problems }: ReviewFacts): string {
  const errors = problems.filter((problem) => problem.severity !== 'warning')
  const drift = errors.filter((problem) => problem.code === 'pin-drift').length
  if (drift === errors.length) return `${count(drift, 'pin')} that ${drift === 1 ? 'disagrees' : 'disagree'} with the registry`
  return count(errors.length, 'mistake')
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
