import type { Distance } from '../model/upgrade.ts'
import { requirement } from './cargo-requirement.ts'
import type { Versioning } from './contract.ts'
import { compareSemantic, parseTag, type Semantic, semanticDistance, semanticParts } from './semantic.ts'

/** Rust crates: SemVer with Cargo's requirements, where a bare version is a caret one. */
export const cargo: Versioning<Semantic> = {
  id: 'cargo',
  label: 'Rust crates (Cargo)',
  docs: 'https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html',
  parse: parseTag,
  format: (v) => v.text,
  compare: compareSemantic,
  isStable: (v) => v.pre.length === 0,
  distance: cargoDistance,
  parts: semanticParts,
  rangeExamples: ['1.2.3', '~1.2', '1.*', '>=1.2, <1.5', '=1.4.0'],
  range: requirement,
}

/** To Cargo every step below 0.1.0 is an incompatible one. */
function cargoDistance(a: Semantic, b: Semantic): Distance {
  const distance = semanticDistance(a, b)
  const isUnsettled = [a, b].every((v) => v.release[0] === '0' && v.release[1] === '0')
  return distance === 'patch' && isUnsettled ? 'major' : distance
}
