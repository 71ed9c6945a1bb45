import calculator from 'ae-cvss-calculator'
import type { Severity } from './severity.ts'

/** The longest vector that CVSS v4 can spell has under 250 characters. */
const MAX_VECTOR = 400

/** The metrics that a base score needs, with the values that they may have. */
type Metrics = Readonly<Record<string, string>>

const V2: Metrics = { AV: 'LAN', AC: 'HML', Au: 'MSN', C: 'NPC', I: 'NPC', A: 'NPC' }
const V3: Metrics = { AV: 'NALP', AC: 'LH', PR: 'NLH', UI: 'NR', S: 'UC', C: 'NLH', I: 'NLH', A: 'NLH' }
const V4: Metrics = {
  AV: 'NALP',
  AC: 'LH',
  AT: 'NP',
  PR: 'NLH',
  UI: 'NPA',
  VC: 'NLH',
  VI: 'NLH',
  VA: 'NLH',
  SC: 'NLH',
  SI: 'NLH',
  SA: 'NLH',
}

/** By what a vector begins with. */
const VERSIONS: Readonly<Record<string, Metrics>> = { 'CVSS:3.0': V3, 'CVSS:3.1': V3, 'CVSS:4.0': V4 }

/**
 * The qualitative rating of a vector's base score: v3 and v4 by their own scale, v2 by that of the NVD. `none` for a score of 0; null where
 * the text is no complete vector. Threat, temporal and environmental metrics do not count: they belong to a place, not to the advisory.
 */
export function rateVector(vector: string): Severity | 'none' | null {
  const score = baseScore(vector)
  if (score === null) return null
  if (!vector.trim().startsWith('CVSS:')) return score >= 7 ? 'high' : score >= 4 ? 'medium' : 'low'
  if (score === 0) return 'none'
  return score >= 9 ? 'critical' : score >= 7 ? 'high' : score >= 4 ? 'medium' : 'low'
}

/** Whether a rating says how bad it is. */
export function isRated(rating: Severity | 'none' | null): rating is Severity {
  return rating !== null && rating !== 'none'
}

/** 0.0 to 10.0; null where the text is no complete CVSS v2, v3.0, v3.1 or v4.0 vector. Never throws. */
export function baseScore(text: string): number | null {
  const vector = baseVector(text)
  if (vector === null) return null
  return calculator.fromVector(vector)?.calculateScores().overall ?? null
}

/**
 * The base metrics of a vector alone, in their order. The library is given nothing else: it writes what it does not know to the console,
 * and this text is of others.
 */
function baseVector(text: string): string | null {
  if (text.length > MAX_VECTOR) return null
  const [first = '', ...rest] = text
    .trim()
    .replace(/^\((.*)\)$/, '$1')
    .split('/')
  const metrics = Object.hasOwn(VERSIONS, first) ? VERSIONS[first] : V2
  const written = new Map((metrics === V2 ? [first, ...rest] : rest).map((pair) => pairOf(pair)))
  const pairs: string[] = []
  for (const [metric, values] of Object.entries(metrics ?? {})) {
    const value = written.get(metric) ?? ''
    if (value.length !== 1 || !values.includes(value)) return null
    pairs.push(`${metric}:${value}`)
  }
  return [...(metrics === V2 ? [] : [first]), ...pairs].join('/')
}

function pairOf(text: string): [string, string] {
  const colon = text.indexOf(':')
  return [text.slice(0, colon), text.slice(colon + 1)]
}
