import type { Upgrade } from '../model/upgrade.ts'

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'unknown'] as const

/** Later than any deadline. */
const NEVER = 8.64e15

/**
 * Order in which upgrades go: fixes of vulnerabilities first, among them what is due first, then what is more severe. All others are equal.
 * Negative where `a` goes before `b`.
 */
export function byUrgency(a: readonly Upgrade[], b: readonly Upgrade[]): number {
  return isSecurity(b) - isSecurity(a) || dueOf(a) - dueOf(b) || severityOf(a) - severityOf(b)
}

function isSecurity(upgrades: readonly Upgrade[]): number {
  return upgrades.some(({ fixes = [] }) => fixes.length > 0) ? 1 : 0
}

function dueOf(upgrades: readonly Upgrade[]): number {
  return Math.min(NEVER, ...upgrades.flatMap(({ due }) => due ?? []))
}

function severityOf(upgrades: readonly Upgrade[]): number {
  const fixed = upgrades.flatMap(({ fixes = [] }) => fixes.map(({ severity }) => SEVERITIES.indexOf(severity)))
  return Math.min(SEVERITIES.length, ...fixed)
}
