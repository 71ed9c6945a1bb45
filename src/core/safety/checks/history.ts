import type { Finding, Evidence as Quote } from '../../model/finding.ts'
import { isoDate } from '../../model/instant.ts'
import type { Step } from '../../model/upgrade.ts'
import { clip, closing, plural } from '../../resolution/phrases.ts'
import type { Evidence } from '../evidence.ts'
import type { PastEvent } from '../past-events.ts'
import type { Check } from './contract.ts'

const ID = 'history'

/** Among so many last upgrades two that were rolled back are a habit. */
const LOOKED_BACK = 5

type Observation = Omit<Finding, 'check' | 'evidence'> & { evidence?: readonly Quote[] }

/** How this component's own earlier steps went: whoever was taken back last time is looked at by a person this time. */
export const history: Check<'history'> = {
  id: ID,
  label:
    'Earlier upgrades of the component that failed or were rolled back, by the ledger; also of the target itself in other environments',
  needs: ['history'],
  run(step, { history: known }): Finding[] {
    return observe(step, known).map(({ evidence = [], ...one }) => ({ check: ID, ...one, evidence }))
  },
}

function observe(step: Step, known: Evidence['history']): Observation[] {
  if (known.state === 'none') {
    // Nobody failed to look: there is nothing to look at, and a first user is not to wait for a ledger.
    const summary = `No ledger is kept here, so earlier failures of ${step.component} are not known.`
    return [{ verdict: 'unknown', risk: 'low', summary }]
  }
  if (known.state === 'missing') {
    const summary = `What became of earlier upgrades of ${step.component} is not known: ${closing(known.why)}`
    return [{ verdict: 'unknown', risk: 'medium', summary }]
  }
  const own = known.events.filter(({ environment }) => environment === step.environment)
  const last = ofLast(step, own)
  const observed = [...(last === null ? [] : [last.observation]), ...ofTarget(step, known.events, last?.event)]
  return observed.length > 0 ? observed : [ofHabit(step, own)]
}

/** The newest upgrade in this environment, where it did not go well. */
function ofLast({ component }: Step, own: readonly PastEvent[]): { event: PastEvent; observation: Observation } | null {
  const merged = own.findLastIndex(({ event }) => event === 'proposal-merged')
  const since = own.slice(merged + 1)
  const step = own[merged]
  const which = `The last upgrade of ${component}${step === undefined ? '' : ` (${clip(step.from)} → ${clip(step.to)})`}`
  const find = (...events: PastEvent['event'][]) => since.findLast(({ event }) => events.includes(event))
  const said = (event: PastEvent, verdict: 'warn' | 'fail', what: string) => {
    const observation: Observation = {
      verdict,
      risk: verdict === 'fail' ? 'high' : 'medium',
      summary: `${which} ${what}.`,
      evidence: quoted(event),
    }
    return { event, observation }
  }
  const back = find('rollback-merged')
  if (back !== undefined) return said(back, 'fail', `was rolled back on ${isoDay(back)}`)
  const halted = find('rollback-halted')
  if (halted !== undefined) return said(halted, 'fail', `was to be rolled back, and that was halted on ${isoDay(halted)}`)
  const opened = find('rollback-opened')
  if (opened !== undefined) return said(opened, 'fail', `is to be rolled back by a proposal of ${isoDay(opened)}`)
  const failed = find('signal-failed', 'verified')
  if (failed?.event === 'signal-failed') return said(failed, 'warn', `failed after its merge, on ${isoDay(failed)}, and was left in place`)
  return null
}

/** The target itself was taken back before, here or in another environment. */
function ofTarget(step: Step, events: readonly PastEvent[], told: PastEvent | undefined): Observation[] {
  const isTarget = (version: string) => bare(version) === bare(step.to)
  const back = events.findLast((one) => one.event === 'rollback-merged' && isTarget(one.from))
  if (back === undefined || back === told) return []
  const where = back.environment === step.environment ? '' : ` in ${back.environment === null ? 'the base' : clip(back.environment)}`
  const lifted = events.slice(events.indexOf(back)).findLast((one) => one.event === 'exclusion-lifted' && isTarget(one.to))
  const summary = `${step.to} itself was rolled back${where} on ${isoDay(back)}`
  if (lifted === undefined) return [{ verdict: 'fail', risk: 'high', summary: `${summary}.`, evidence: quoted(back) }]
  return [
    {
      verdict: 'warn',
      risk: 'medium',
      summary: `${summary}, and allowed again on ${isoDay(lifted)}.`,
      evidence: [...quoted(back), ...quoted(lifted)],
    },
  ]
}

function ofHabit({ component }: Step, own: readonly PastEvent[]): Observation {
  const merges = own.flatMap(({ event }, index) => (event === 'proposal-merged' ? [index] : []))
  if (merges.length === 0) return { verdict: 'pass', summary: `The ledger records no earlier upgrade of ${component} here.` }
  const looked = merges.slice(-LOOKED_BACK)
  const back = own.slice(looked[0]).filter(({ event }) => event === 'rollback-merged')
  const among = `the last ${looked.length === 1 ? 'upgrade' : plural(looked.length, 'upgrade')} of ${component}`
  if (back.length >= 2) {
    const summary = `Of ${among} ${back.length} were rolled back.`
    return { verdict: 'warn', risk: 'medium', summary, evidence: back.flatMap(quoted) }
  }
  if (back[0] === undefined) return { verdict: 'pass', summary: `The ledger records no failure of ${among}.` }
  return { verdict: 'pass', summary: `Of ${among} one was rolled back, on ${isoDay(back[0])}, and none since then.` }
}

function quoted({ reason, url, from, to }: PastEvent): Quote[] {
  const quote = reason === undefined ? '' : clip(reason)
  return quote === '' && url === undefined
    ? []
    : [{ quote: quote === '' ? clip(`${from} → ${to}`) : quote, ...(url === undefined ? {} : { url }) }]
}

/** The day, or nothing that could be mistaken for one. */
function isoDay({ at }: PastEvent): string {
  return Math.abs(at) < 8.64e15 ? isoDate(at) : 'a day that cannot be read'
}

function bare(version: string): string {
  return version.replace(/^[vV](?=\d)/, '')
}
