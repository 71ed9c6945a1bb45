import { type ConstraintGrammar, constraint } from './constraint.ts'
import type { Versioning } from './contract.ts'
import { MAX_VERSION_LENGTH } from './numeral.ts'
import { compareSemantic, parseSemantic, type Semantic, semanticDistance, semanticParts } from './semantic.ts'

/**
 * Go modules: SemVer behind a `v`, of which minor and patch may be missing. Pseudo-versions are pre-releases by their very form;
 * `+incompatible` is build metadata and does not count in the order.
 */
export const go: Versioning<Semantic> = {
  id: 'go',
  label: 'Go modules',
  docs: 'https://go.dev/ref/mod#versions',
  parse: parseGo,
  parseLoose: (text) => parseGo(text) ?? parseGo(`v${text.replace(/^go/, '')}`),
  format: (v) => v.text,
  compare: compareSemantic,
  isStable: (v) => v.pre.length === 0,
  distance: semanticDistance,
  parts: semanticParts,
  rangeExamples: ['>=v1.4.0 <v2', 'v1.4.x', '[v1.0.0, v1.2.3]'],
  range,
}

const SHORT = /^v(\d+)(?:\.(\d+))?$/
const INTERVAL = /^\[\s*([^\s,[\]]+)\s*,\s*([^\s,[\]]+)\s*\]$/

function parseGo(text: string): Semantic | null {
  if (!text.startsWith('v') || text.length > MAX_VERSION_LENGTH) return null
  const [, major, minor = '0'] = SHORT.exec(text) ?? []
  const found = parseSemantic(major === undefined ? text.slice(1) : `${major}.${minor}.0`)
  return found === null ? null : { ...found, text }
}

const GRAMMAR: ConstraintGrammar<Semantic> = {
  parse: (text) => go.parseLoose?.(text) ?? null,
  compare: compareSemantic,
  release: (v) => v.release,
}

/** Comparators, or a closed interval as `retract` writes it. */
function range(text: string): ((v: Semantic) => boolean) | null {
  const [, low, high] = text.length > 600 ? [] : (INTERVAL.exec(text.trim()) ?? [])
  return constraint(GRAMMAR, low === undefined ? text : `>=${low} <=${high}`)
}
