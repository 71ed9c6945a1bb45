import type { Finding, Evidence as Quote } from '../../model/finding.ts'
import { DAY, type Instant, isoDate, parseInstant } from '../../model/instant.ts'
import type { ReleaseLine } from '../../model/release.ts'
import type { Step } from '../../model/upgrade.ts'
import type { ResolvedComponent } from '../../registry/resolved.ts'
import { closing, plural } from '../../resolution/phrases.ts'
import { endOfLife, lineOf } from '../../strategies/release-lines.ts'
import type { Evidence, LifecycleEvidence } from '../evidence.ts'
import type { Check } from './contract.ts'

const ID = 'lifecycle'

/** An end that is nearer than this is worth planning for now. */
const SOON = 90 * DAY

type Observation = Omit<Finding, 'check' | 'evidence'> & { evidence?: readonly Quote[] }

/** Whether what the step leads to is still kept: its line, the release, the project, and the component in the owner's own plans. */
export const lifecycle: Check<'component' | 'lifecycle' | 'releases'> = {
  id: ID,
  label:
    'End of life of the lines that the step leaves and reaches, deprecation, projects that are archived or moved, the owner’s own `lifecycle`',
  needs: ['component', 'lifecycle', 'releases'],
  run(step, { component, lifecycle: life, releases }, now): Finding[] {
    const observed = [
      ...ofLines(step, life, now),
      ...ofRelease(step, releases),
      ...ofProject(step, life),
      ...ofOwner(step, component.lifecycle, now),
    ]
    const worth = observed.filter((one) => one.verdict !== 'pass')
    return (worth.length > 0 ? worth : observed).map(({ evidence = [], ...one }) => ({ check: ID, ...one, evidence }))
  },
}

function ofLines(step: Step, { lines, page, missing, silence }: LifecycleEvidence, now: Instant): Observation[] {
  if (missing !== undefined)
    return [{ verdict: 'unknown', risk: 'medium', summary: `The end of life of ${step.to} is not known: ${closing(missing)}` }]
  const target = lineOf(step.to, lines)
  if (target === undefined)
    return [{ verdict: 'pass', summary: `There is no end-of-life data for ${step.to}${silence === undefined ? '' : `: ${silence}`}.` }]
  const left = lineOf(step.from, lines)
  const evidence = page === undefined ? [] : [quoteOf(target, page)]
  const end = endOfLife(target, now)
  if (end === null) return [lasting(step, target, left, now, evidence)]
  const since = end.since === undefined ? 'has reached its end of life' : `reached its end of life on ${isoDate(end.since)}`
  const own = left === target || (left !== undefined && endOfLife(left, now) !== null)
  // Within a line that has ended a newer patch is still better than none; to enter such a line is not.
  if (own)
    return [
      {
        verdict: 'warn',
        risk: 'medium',
        summary: `${step.to} is of the line ${target.line}, which ${since}.${kept(lines, now)}`,
        evidence,
      },
    ]
  return [
    {
      verdict: 'fail',
      risk: 'high',
      summary: `${step.to} leads into the line ${target.line}, which ${since}.${kept(lines, now)}`,
      evidence,
    },
  ]
}

function lasting(step: Step, target: ReleaseLine, left: ReleaseLine | undefined, now: Instant, evidence: readonly Quote[]): Observation {
  if (typeof target.eol === 'number' && target.eol - now < SOON) {
    const days = plural(Math.max(1, Math.round((target.eol - now) / DAY)), 'day')
    return {
      verdict: 'warn',
      summary: `The line ${target.line} of ${step.to} reaches its end of life on ${isoDate(target.eol)}, in ${days}.`,
      evidence,
    }
  }
  const until = typeof target.eol === 'number' ? ` until ${isoDate(target.eol)}` : ''
  const leaves =
    left !== undefined && left !== target && endOfLife(left, now) !== null ? `, and the step leaves ${left.line}, which has ended` : ''
  return { verdict: 'pass', summary: `The line ${target.line} of ${step.to} is maintained${until}${leaves}.` }
}

/** Where else to go: the newest lines that last, as the data orders them. */
function kept(lines: readonly ReleaseLine[], now: Instant): string {
  const names = lines.filter((line) => line.eol !== undefined && endOfLife(line, now) === null).slice(0, 3)
  return names.length === 0 ? '' : ` Still maintained: ${names.map(({ line }) => line).join(', ')}.`
}

function quoteOf({ line, eol }: ReleaseLine, page: string): Quote {
  return { quote: `${line}: end of life ${typeof eol === 'number' ? isoDate(eol) : 'reached'}`, version: line, url: page }
}

function ofRelease(step: Step, { current }: Evidence['releases']): Observation[] {
  const message = step.toRelease.deprecated
  if (message === undefined) return []
  const already = current?.deprecated !== undefined
  const summary = already
    ? `${step.to} is deprecated by upstream, as ${step.from} is.`
    : `${step.to} is deprecated by upstream, and ${step.from} is not.`
  const { url } = step.toRelease
  const evidence = message.trim() === '' ? [] : [{ quote: message, version: step.to, ...(url === undefined ? {} : { url }) }]
  return [{ verdict: already ? 'warn' : 'fail', risk: already ? 'medium' : 'high', summary, evidence }]
}

function ofProject(step: Step, { upstream }: LifecycleEvidence): Observation[] {
  const found: Observation[] = []
  if (upstream?.deprecated !== undefined && step.toRelease.deprecated === undefined) {
    const evidence = upstream.deprecated.trim() === '' ? [] : [{ quote: upstream.deprecated }]
    found.push({ verdict: 'warn', risk: 'medium', summary: `Upstream calls all of ${step.component} deprecated.`, evidence })
  }
  if (upstream?.archived === true) {
    found.push({ verdict: 'warn', risk: 'medium', summary: 'The upstream project is archived: no fix will follow this release.' })
  }
  if (upstream?.movedTo !== undefined) {
    const summary = `The upstream project moved to ${upstream.movedTo}; whoever takes the old name could publish in its place. Write the new name into the registry.`
    found.push({ verdict: 'warn', risk: 'medium', summary })
  }
  return found
}

/** The owner's plans are about the component, not about one version: a component that is to go is upgraded only if somebody says so. */
function ofOwner(step: Step, plan: ResolvedComponent['lifecycle'], now: Instant): Observation[] {
  const retires = plan?.retiresOn === undefined ? null : parseInstant(plan.retiresOn)
  if (plan?.status === 'retired' || (retires !== null && retires <= now)) {
    const since = retires !== null && retires <= now ? ` since ${isoDate(retires)}` : ''
    return [
      {
        verdict: 'warn',
        risk: 'medium',
        summary: `The registry calls ${step.component} retired${since}: does it still need this step?${guide(plan)}`,
      },
    ]
  }
  if (retires !== null && retires - now < SOON) {
    return [{ verdict: 'warn', summary: `The registry retires ${step.component} on ${isoDate(retires)}.${guide(plan)}` }]
  }
  return plan?.status === 'deprecated'
    ? [{ verdict: 'warn', summary: `The registry calls ${step.component} deprecated.${guide(plan)}` }]
    : []
}

function guide(plan: ResolvedComponent['lifecycle']): string {
  return plan?.migrationGuide === undefined ? '' : ` How to move on: ${closing(plan.migrationGuide)}`
}
