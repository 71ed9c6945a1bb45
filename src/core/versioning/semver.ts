import type { Versioning } from './contract.ts'
import { npmRange } from './npm-range.ts'
import { compareSemantic, parseTag, type Semantic, semanticDistance, semanticParts } from './semantic.ts'

/** SemVer 2.0, numbers of any size; one leading `v` is read, as tags have it. SemVer has no ranges of its own, so they are npm's. */
export const semver: Versioning<Semantic> = {
  id: 'semver',
  label: 'Semantic Versioning 2.0',
  docs: 'https://semver.org/',
  parse: parseTag,
  format: (v) => v.text,
  compare: compareSemantic,
  isStable: (v) => v.pre.length === 0,
  distance: semanticDistance,
  parts: semanticParts,
  rangeExamples: ['>=1.4 <2', '^1.4.0', '1.4.x || 2.0.0'],
  range(text, options) {
    const found = npmRange(text, options)
    return found === null ? null : (v) => found.test(v.text)
  },
}
