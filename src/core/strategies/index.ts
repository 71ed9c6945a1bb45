import type { StrategyId } from '../model/component.ts'
import type { Strategy } from './contract.ts'
import { latest } from './latest.ts'
import { locked } from './locked.ts'
import { lts } from './lts.ts'
import { pinned } from './pinned.ts'
import { range } from './range.ts'

/** Every strategy by the id that users write. */
export const strategies: Readonly<Record<StrategyId, Strategy>> = { latest, lts, range, pinned, locked }
