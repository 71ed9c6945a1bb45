import { extend, segmentPath } from '../core/ledger/segments.ts'
import { describeFault, type LedgerReading, readLedger } from '../core/ledger/verify.ts'
import type { LedgerEntry, LedgerRecord } from '../core/model/ledger.ts'
import { fail } from '../core/model/problems.ts'
import { ForgeConflict } from '../ports/forge.ts'
import type { Ledger } from '../ports/ledger.ts'
import type { LedgerFile, LedgerStore } from '../ports/ledger-store.ts'

export interface ChainingOptions {
  sleep(ms: number): Promise<void>
  /** 0 up to 1. */
  random(): number
  /** How often appending is tried while others keep being faster. */
  tries?: number
}

/** Enough for a hundred writers at once: each try waits longer, and they spread out. */
const TRIES = 40
const FIRST_WAIT = 100
const LONGEST_WAIT = 10_000

interface State {
  head: string | null
  files: readonly LedgerFile[]
  reading: LedgerReading
}

/**
 * The ledger over a store: reads once, proves the chain, chains new entries behind whatever stands there, and writes with the head that it
 * has seen as the condition. Somebody faster → read again, chain again.
 */
export function chainedLedger(store: LedgerStore, options: ChainingOptions): Ledger {
  let state: Promise<State> | undefined
  const read = (former?: LedgerReading): Promise<State> => {
    const reading = readState(store, former)
    // What could not be read is asked for again by whoever asks next.
    reading.catch(() => {
      if (state === reading) state = undefined
    })
    return reading
  }
  const current = (): Promise<State> => {
    state ??= read()
    return state
  }
  const refresh = async () => {
    const former = (await state?.catch(() => undefined))?.reading
    state = read(former)
  }
  const attempt = async (wanted: Parameters<Ledger['append']>[0]): Promise<readonly LedgerRecord[]> => {
    const at = proven(store, await current())
    const entries = typeof wanted === 'function' ? wanted(at.reading.records) : wanted
    if (entries.length === 0) return []
    const newest = at.files.find((file) => file.path === segmentPath(at.reading.tail.seq))?.text ?? ''
    const { records, changes } = extend(at.reading.tail, newest, entries)
    const head = await store.write(at.head, messageOf(entries), changes)
    const files = [...at.files.filter((file) => !changes.some((change) => change.path === file.path)), ...changes]
    state = Promise.resolve({ head, files, reading: readLedger(files, at.reading) })
    return records
  }
  // Appends of one process wait for each other instead of racing.
  let queue: Promise<unknown> = Promise.resolve()
  return {
    async inspect() {
      const { head, files, reading } = await current()
      const { records, tail, fault } = reading
      return { name: store.name, head, segments: files.filter((file) => file.path.endsWith('.jsonl')).length, records, tail, fault }
    },
    records: async () => proven(store, await current()).reading.records,
    append(entries) {
      if (typeof entries !== 'function' && entries.length === 0) return Promise.resolve([])
      const done = queue.then(async () => {
        for (let tried = 1; ; tried += 1) {
          try {
            if (store.exclusive === undefined) return await attempt(entries)
            return await store.exclusive(async () => {
              await refresh()
              return attempt(entries)
            })
          } catch (error) {
            if (!(error instanceof ForgeConflict) || tried >= (options.tries ?? TRIES)) throw error
            await options.sleep(options.random() * Math.min(FIRST_WAIT * 2 ** (tried - 1), LONGEST_WAIT))
            await refresh()
          }
        }
      })
      queue = done.catch(() => undefined)
      return done
    },
  }
}

async function readState(store: LedgerStore, former?: LedgerReading): Promise<State> {
  const { head, files } = await store.read()
  return { head, files, reading: readLedger(files, former) }
}

/** @throws ProblemError `ledger-broken`: nothing is built on a chain that does not hold */
function proven(store: LedgerStore, state: State): State {
  const { fault } = state.reading
  if (fault === null) return state
  return fail('ledger-broken', `The ledger does not verify: ${describeFault(fault)}.`, {
    at: { file: fault.path, ...(fault.line === null ? {} : { line: fault.line }) },
    help: `Nothing is written to it any more. Find the commit of ${store.name} that changed it and put the branch back to the one before.`,
  })
}

/** The commit's message: what happened, in the order of the records. */
function messageOf(entries: readonly LedgerEntry[]): { headline: string; body: string } {
  const counts = new Map<string, number>()
  for (const { event } of entries) counts.set(event, (counts.get(event) ?? 0) + 1)
  const [only] = entries
  const subject = entries.length === 1 && only !== undefined ? `${only.event}${subjectOf(only)}` : `${entries.length} records`
  return { headline: `ledger: ${subject}`, body: [...counts].map(([event, count]) => `${event}: ${count}`).join('\n') }
}

function subjectOf({ moves: [move, ...others] }: LedgerEntry): string {
  if (move === undefined) return ''
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  return ` ${move.component} ${move.from} → ${move.to}${more}`.slice(0, 100)
}
