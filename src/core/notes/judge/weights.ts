import type { SectionKind } from '../entries/section-kind.ts'
import type { Family } from '../signals/rule.ts'

/** Factors by family; `all` for those not named. */
type Place = Partial<Record<Family, number>> & { all: number }

/**
 * How much evidence of a family counts where it stands. The same words mean less under "Bug fixes", where a behaviour that changed was wrong,
 * and next to nothing under "Tests"; a dropped runtime counts nearly everywhere. 1 is the neutral place.
 */
const PLACES: Readonly<Record<SectionKind, Place>> = {
  breaking: { all: 1 },
  plain: { all: 1 },
  changed: { all: 1 },
  floor: { all: 1 },
  upgrade: { all: 1.25, action: 1.1, swap: 1.5 },
  removed: { all: 1, removal: 1.4 },
  security: { all: 0.95, restriction: 1.05 },
  deprecated: { all: 0.6, removal: 1, loss: 1, support: 1, platform: 1, floor: 1, explicit: 1, data: 0.8 },
  added: {
    all: 0.75,
    support: 0.9,
    platform: 1,
    floor: 0.9,
    explicit: 1,
    default: 0.85,
    removal: 0.9,
    rename: 0.9,
    action: 0.45,
    data: 0.6,
    swap: 0.6,
    signature: 0.8,
    loss: 0.8,
    restriction: 0.8,
  },
  fixed: {
    all: 0.4,
    support: 0.75,
    platform: 0.9,
    floor: 0.75,
    explicit: 1,
    removal: 0.8,
    rename: 0.6,
    default: 0.5,
    loss: 0.35,
    restriction: 0.35,
    swap: 0.25,
    signature: 0.5,
    action: 0.6,
    data: 0.5,
  },
  performance: { all: 0.35, support: 0.6, platform: 0.9, floor: 0.6, explicit: 1, removal: 0.45 },
  dependencies: { all: 0.2, support: 0.4, platform: 0.9, floor: 0.4, explicit: 1 },
  internal: { all: 0.25, support: 0.4, platform: 0.7, floor: 0.4, explicit: 1, removal: 0.35 },
  noise: { all: 0, explicit: 0.4, platform: 0.3 },
  harmless: { all: 0 },
  future: { all: 0 },
  elsewhere: { all: 0 },
}

/** Factor for evidence of a family in a section. */
export function placeFactor(kind: SectionKind, family: Family): number {
  const place = PLACES[kind]
  return place[family] ?? place.all
}
