import { aliasesOnce } from './rules/aliases.ts'
import { excludedOnce, freezeOrder, lifecycleOrder, rolloutOnce, windowTimes } from './rules/choices.ts'
import type { Rule } from './rules/contract.ts'
import { knownEnvironments, promotionOrder } from './rules/environments.ts'
import { patternGroups } from './rules/patterns.ts'
import { oneLocator, pinFiles, pinPatterns } from './rules/pins.ts'
import { componentsDeclared, needsOthers } from './rules/presence.ts'
import { knownComponents } from './rules/references.ts'
import { readableRanges, readableVersions } from './rules/schemes.ts'
import { rangeNeedsRange, sourceOnce } from './rules/strategies.ts'
import { driftNeedsSync, synchrony } from './rules/synchrony.ts'

/** All that must hold between keys, beyond what the schema says of each alone. */
export const RULES: readonly Rule[] = [
  componentsDeclared,
  sourceOnce,
  rangeNeedsRange,
  readableRanges,
  readableVersions,
  knownComponents,
  aliasesOnce,
  needsOthers,
  synchrony,
  driftNeedsSync,
  knownEnvironments,
  promotionOrder,
  rolloutOnce,
  oneLocator,
  pinFiles,
  pinPatterns,
  patternGroups,
  excludedOnce,
  windowTimes,
  freezeOrder,
  lifecycleOrder,
]
