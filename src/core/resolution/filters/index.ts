import { architecture } from './architecture.ts'
import { assetMissing } from './asset-missing.ts'
import { belowMinimum } from './below-minimum.ts'
import type { Filter } from './contract.ts'
import { deprecated } from './deprecated.ts'
import { endOfLifeFilter } from './end-of-life.ts'
import { excluded } from './excluded.ts'
import { heldElsewhere } from './held-elsewhere.ts'
import { incompatibleTag } from './incompatible-tag.ts'
import { jump } from './jump.ts'
import { notNewer } from './not-newer.ts'
import { outsideRange } from './outside-range.ts'
import { prerelease } from './prerelease.ts'
import { rolledBack } from './rolled-back.ts'
import { tooYoung } from './too-young.ts'
import { yanked } from './yanked.ts'

/** The order in which a release is judged (SPEC section 6), after its tag and version have been read. The first that rejects it names the reason. */
export const filters: readonly Filter[] = [
  notNewer,
  incompatibleTag,
  prerelease,
  yanked,
  deprecated,
  excluded,
  rolledBack,
  belowMinimum,
  outsideRange,
  architecture,
  assetMissing,
  tooYoung,
  endOfLifeFilter,
  heldElsewhere,
  jump,
]

/** All rules by which a release is kept back, in their order, for the documentation: first those by which tags are read, then the filters. */
export const filterTable: readonly Pick<Filter, 'id' | 'label'>[] = [
  { id: 'pattern', label: 'Not a tag of the component, by `tag_prefix` and `version_pattern`' },
  { id: 'invalid-version', label: "No version of the component's scheme" },
  ...filters.map(({ id, label }) => ({ id, label })),
]
