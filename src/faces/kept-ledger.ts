import type { LedgerPolicy, Policy } from '../core/registry/resolved.ts'
import type { Ledger } from '../ports/ledger.ts'
import type { LedgerStore } from '../ports/ledger-store.ts'

/** A ledger that the registry turned off. */
const NOTHING_KEPT: Ledger = { records: async () => [], append: async () => [] }

/** What holds before a registry was read. */
const DEFAULT: Pick<LedgerPolicy, 'enabled' | 'branch'> = { enabled: true, branch: 'pinwarden-ledger' }

/** The port for the audit trail: one ledger for each branch and run, opened with its first use, where the registry keeps it. */
export function keptLedger(open: (branch: string, policy: Policy | undefined) => Promise<LedgerStore> | LedgerStore): {
  ledger(policy?: Pick<LedgerPolicy, 'enabled' | 'branch'>): Promise<Ledger>
  /** The run's registry. */
  settle(policy: Policy): void
} {
  const opened = new Map<string, Promise<Ledger>>()
  let settled: Policy | undefined
  return {
    settle(policy) {
      settled ??= policy
    },
    ledger(policy = settled?.ledger ?? DEFAULT) {
      if (!policy.enabled) return Promise.resolve(NOTHING_KEPT)
      const known = opened.get(policy.branch)
      if (known !== undefined) return known
      const ledger = openLedger(() => open(policy.branch, settled))
      opened.set(policy.branch, ledger)
      return ledger
    },
  }
}

/** Loaded with its first use: most runs read none. */
async function openLedger(open: () => Promise<LedgerStore> | LedgerStore): Promise<Ledger> {
  const [store, { chainedLedger }] = await Promise.all([open(), import('../commands/chained-ledger.ts')])
  return chainedLedger(store, { sleep, random: Math.random })
}

function sleep(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms))
}
