import type { RollbackFacts } from '../../core/rollback/facts.ts'
import type { RollbackWish } from '../../core/rollback/request.ts'
import type { Refusal } from '../../core/rollback/rules.ts'
import type { RollbackDecision } from './decide.ts'
import type { BaseReading, LedgerReading } from './read.ts'
import type { RollbackRequest } from './request.ts'

/** A decision before anything was decided. */
export function nothingDecided(
  { forge, base, loaded }: BaseReading,
  ledger: LedgerReading,
  wish: RollbackWish,
  request: RollbackRequest,
): RollbackDecision {
  return {
    forge,
    base,
    ledger,
    wish,
    dryRun: request.dryRun === true,
    moves: [],
    proven: null,
    proposal: null,
    plan: null,
    stop: null,
    exclusionOnly: null,
    overridden: [],
    warnings: ledger.warnings,
    open: null,
    owner: loaded.registry.components?.[wish.component]?.owner ?? null,
    verdictWith: () => null,
  }
}

/** Pins without a version that could be gone back from. */
export function noVersion({ component }: RollbackWish): Refusal {
  return { code: 'pin_moved', message: `No version of ${component} can be read from its pins.`, help: 'Run `pinwarden lint`.' }
}

/** For a request whose component is not there: the table looks at nothing else. */
export function noFacts(wish: RollbackWish): RollbackFacts {
  return {
    wish,
    subject: { state: 'gone' },
    current: '',
    target: null,
    order: null,
    isSame: false,
    badInForce: true,
    open: null,
    upstream: { state: 'unknown', why: '' },
    recordedDigest: null,
    excluded: null,
    olderAllowed: null,
    vulnerabilities: { introduced: [], stillOpen: [], missing: null },
    migrations: { irreversible: [], files: 0 },
    belowMinimum: null,
    broken: [],
    offer: [],
  }
}
