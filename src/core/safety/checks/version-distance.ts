import type { Finding } from '../../model/finding.ts'
import type { Step } from '../../model/upgrade.ts'
import { baseOf } from '../base-system.ts'
import type { Check } from './contract.ts'

/** How far the step goes, as its own finding: distance alone says nothing about what upstream wrote. */
export const versionDistance: Check<never> = {
  id: 'version-distance',
  label:
    'How far the step goes in the scheme’s own reading; below 1.0.0 a minor step counts as major; and whether the base system or flavour of an image changes',
  needs: [],
  run: (step) => [observe(step), ...baseChange(step)].map((one) => ({ check: 'version-distance', evidence: [], ...one })),
}

function observe(step: Step): Pick<Finding, 'verdict' | 'summary' | 'risk'> {
  const way = `${step.from} → ${step.to}`
  if (step.toRelease.prerelease === true || step.distance === 'prerelease') {
    return { verdict: 'warn', risk: 'high', summary: `${step.to} is a pre-release.` }
  }
  switch (step.distance) {
    case 'major':
      return {
        verdict: 'warn',
        risk: 'high',
        summary: `${way} is a major step${isZeroMajor(step.from) ? ' (below 1.0.0 a minor step may break)' : ''}.`,
      }
    case 'minor':
      return { verdict: 'warn', risk: 'medium', summary: `${way} is a minor step.` }
    case 'patch':
      return { verdict: 'pass', risk: 'low', summary: `${way} is a patch step.` }
    case 'none':
      return { verdict: 'pass', risk: 'low', summary: `${way} does not change the version, only how it is written.` }
    default:
      return {
        verdict: 'warn',
        risk: 'medium',
        summary: `${way}: this scheme has no major, minor and patch, so the distance says nothing.`,
      }
  }
}

/** Another base is another set of packages below the same software, whatever the number says. */
function baseChange({ from, to }: Step): Pick<Finding, 'verdict' | 'summary' | 'risk'>[] {
  const [was, is] = [baseOf(from), baseOf(to)]
  if (was === is) return []
  const [left, reached] = [was, is].map((base) => (base === '' ? 'none named' : base))
  return [{ verdict: 'warn', risk: 'high', summary: `The base or flavour of the image changes from ${left} to ${reached}.` }]
}

function isZeroMajor(version: string): boolean {
  return /^\D*0\./.test(version)
}
