import { type Advisory, publicIds } from '../../advisories/advisory.ts'
import type { StepAdvisories } from '../../advisories/step-advisories.ts'
import type { DependencyAlert } from '../../model/advisory-answer.ts'
import type { Finding, Evidence as Quote } from '../../model/finding.ts'
import type { Step } from '../../model/upgrade.ts'
import { clip, closing } from '../../resolution/phrases.ts'
import type { Check } from './contract.ts'

const ID = 'advisories'

/** In a sentence; all of them stand in the evidence. */
const MAX_NAMED = 6

type Observation = Omit<Finding, 'check' | 'evidence'> & { evidence?: readonly Quote[] }

/**
 * Which advisories the step fixes, leaves open and brings. A vulnerable target fails, unless the step strictly removes advisories and brings
 * none: such a step is better than none, and a person decides.
 */
export const advisories: Check<'advisories'> = {
  id: ID,
  label: 'Advisories that the step fixes, leaves open or brings, with severity and the first version free of them',
  needs: ['advisories'],
  run(step, { advisories: known }): Finding[] {
    return observe(step, known).map(({ evidence = [], ...one }) => ({ check: ID, ...one, evidence }))
  },
}

function observe(step: Step, known: Parameters<typeof advisories.run>[1]['advisories']): Observation[] {
  if (known.state === 'missing')
    return [
      { verdict: 'unknown', risk: 'medium', summary: `Advisories for ${step.from} → ${step.to} are not known: ${closing(known.why)}` },
    ]
  if (known.state === 'none')
    return [{ verdict: 'pass', summary: `Nobody publishes advisories for ${step.component}: ${closing(known.why)}` }]
  const { fixed, stillOpen, introduced } = known.step
  const quoted = quoting(known.alerts ?? [])
  const observed = [...ofFixed(fixed, quoted), ...ofOpen(step, known.step, quoted)]
  if (fixed.length + stillOpen.length + introduced.length > 0) return observed
  const notices = known.notices === undefined ? '' : ` (${clip(known.notices.join('; '))})`
  return [{ verdict: 'pass', summary: `No advisory is known for ${step.to}, looked up as ${clip(known.names.join(', '))}${notices}.` }]
}

function ofFixed(fixed: readonly Advisory[], quoted: Quoting): Observation[] {
  if (fixed.length === 0) return []
  return [{ verdict: 'pass', summary: `The step fixes ${named(fixed)}.`, evidence: fixed.flatMap(quoted) }]
}

function ofOpen({ from, to }: Step, { fixed, stillOpen, introduced, firstSafe }: StepAdvisories, quoted: Quoting): Observation[] {
  const way = firstSafe === null ? '' : ` The next version free of these is ${firstSafe}.`
  const isBetter = fixed.length > 0 && introduced.length === 0
  const brought: Observation[] =
    introduced.length === 0
      ? []
      : [
          {
            verdict: 'fail',
            risk: 'high',
            summary: `${to} is affected by ${named(introduced)}, and ${from} is not.${way}`,
            evidence: introduced.flatMap(quoted),
          },
        ]
  const left: Observation[] =
    stillOpen.length === 0
      ? []
      : [
          {
            verdict: isBetter ? 'warn' : 'fail',
            risk: 'high',
            summary: `${to} is still affected by ${named(stillOpen)}, as ${from} is.${way}`,
            evidence: stillOpen.flatMap(quoted),
          },
        ]
  return [...brought, ...left]
}

/** `2 advisories, the worst of them high: CVE-2026-1 and CVE-2026-2`. */
function named(list: readonly Advisory[]): string {
  const names = list.slice(0, MAX_NAMED).map((one) => publicIds(one).slice(0, 2).join('/'))
  const more = list.length > MAX_NAMED ? ` and ${list.length - MAX_NAMED} more` : ''
  const worst = list[0]?.severity ?? 'unknown'
  const severity =
    worst === 'unknown' ? 'of unknown severity' : list.length === 1 ? `of severity ${worst}` : `the worst of severity ${worst}`
  return `${list.length} ${list.length === 1 ? 'advisory' : 'advisories'} (${severity}): ${names.join(', ')}${more}`
}

type Quoting = (advisory: Advisory) => Quote[]

/** An advisory, and behind it the alerts that the forge has open for it. */
function quoting(alerts: readonly DependencyAlert[]): Quoting {
  return (advisory) => [
    quote(advisory),
    ...alerts
      .filter((alert) => alert.ids.some((id) => advisory.ids.includes(id)))
      .map(({ number, url }) => ({ quote: `Dependabot’s alert ${number} is open for it`, url })),
  ]
}

function quote({ id, ids, severity, summary, url }: Advisory): Quote {
  const others = ids.filter((one) => one !== id && one.startsWith('CVE-')).slice(0, 5)
  const label = [id, ...others].join(', ')
  return { quote: `${label} (${severity})${summary === '' ? '' : `: ${summary}`}`, url }
}
