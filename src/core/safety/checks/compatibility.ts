import type { Finding } from '../../model/finding.ts'
import type { CompatibilityView } from '../evidence.ts'
import type { Check } from './contract.ts'

const ID = 'compatibility'

/** Whether every `compatible_with` and `compatibility` rule that touches the component holds after the step. */
export const compatibility: Check<'compatibility'> = {
  id: ID,
  label: 'Every `compatible_with` and `compatibility` rule that touches the component, checked against what is in force after the step',
  needs: ['compatibility'],
  run(_step, { compatibility: views }): Finding[] {
    if (views.length === 0) return [{ check: ID, verdict: 'pass', summary: 'No compatibility rule touches this component.', evidence: [] }]
    return views.map(observe)
  },
}

function observe(view: CompatibilityView): Finding {
  const rule = `${view.component} needs ${view.other} ${view.range}`
  const because = view.reason === undefined ? '' : ` (${view.reason})`
  if (view.verdict === 'broken') {
    return {
      check: ID,
      verdict: 'fail',
      risk: 'high',
      summary: `${rule}, but ${view.other} is at ${view.version ?? 'an unknown version'}${because}.`,
      evidence: [],
    }
  }
  if (view.verdict === 'unknown') {
    return {
      check: ID,
      verdict: 'unknown',
      risk: 'medium',
      summary: `${rule}, but the version of ${view.other} is not known${because}.`,
      evidence: [],
    }
  }
  if (view.level === 'deprecated') {
    return {
      check: ID,
      verdict: 'warn',
      risk: 'medium',
      summary: `${rule}; the registry calls the pair deprecated${because}.`,
      evidence: [],
    }
  }
  return { check: ID, verdict: 'pass', summary: `${rule}: ${view.other} is at ${view.version}${because}.`, evidence: [] }
}
