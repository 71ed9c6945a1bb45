import type { Finding } from '../../model/finding.ts'
import type { Step } from '../../model/upgrade.ts'
import type { Check } from './contract.ts'

/** How far the step goes, as its own finding: distance alone says nothing about what upstream wrote. */
export const versionDistance: Check<never> = {
  id: 'version-distance',
  label: 'How far the step goes in the scheme’s own reading; below 1.0.0 a minor step counts as major',
  needs: [],
  run: (step) => [{ check: 'version-distance', evidence: [], ...observe(step) }],
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

function isZeroMajor(version: string): boolean {
  return /^\D*0\./.test(version)
}
