import { isoInstant } from '../core/model/instant.ts'
import type { Actor, LedgerEntry, Move } from '../core/model/ledger.ts'
import { fail, ProblemError } from '../core/model/problems.ts'
import type { Policy } from '../core/registry/resolved.ts'
import { problemRow } from '../core/reports/problems.ts'
import type { WatchReport, WatchRow } from '../core/reports/watch.ts'
import { AUTOMATIC } from '../core/rollback/watch/breakers.ts'
import { clearedBy, mergesToWatch, type WatchedMerge } from '../core/rollback/watch/candidates.ts'
import type { Signal } from '../core/rollback/watch/signal.ts'
import { type WatchInput, type WatchVerdict, watchVerdict } from '../core/rollback/watch/verdict.ts'
import { codeSpan, plainLine, safeMarkdown } from '../core/text/sanitize.ts'
import type { Ledger } from '../ports/ledger.ts'
import type { Signals } from '../ports/signals.ts'
import type { HealthPorts } from './health.ts'
import { mergeRollbacks } from './merge-rollbacks.ts'
import type { Ports, Request } from './ports.ts'
import { recordSettled } from './record-events.ts'
import { tellOnce } from './tell-once.ts'
import { readWatch, readWatchedBase, type WatchedBase } from './watch-read.ts'

/** Switches automatic reverts off while an issue with it is open: only people who may label can do so. */
export const KILL_SWITCH = 'pinwarden: disable-auto-revert'

const ISSUE_LABELS = ['pinwarden', 'pinwarden: watch'] as const

/** What the watch asks of the rollback. */
export interface TakeBack {
  moves: readonly Move[]
  reason: string
  /** Web addresses. */
  evidence: readonly string[]
  /** Goes into the ledger's record of the rollback. */
  details: Readonly<Record<string, string>>
}

/** A member of a group that was taken back and is not to blame. */
export interface BringBack {
  move: Move
  reason: string
  /** Web addresses. */
  evidence: readonly string[]
}

export interface TakenBack {
  ok: boolean
  /** Outcome of the rollback: `opened`, `in_progress`, `target_vulnerable` … */
  code: string
  message: string
  number: number | null
  url: string | null
}

/** What a face gives the watch beside the ports. */
export interface WatchTools {
  takeBack(ask: TakeBack): Promise<TakenBack>
  /** Proposes the version again that a rollback left, and lifts its exclusion in the same change. */
  bringBack(ask: BringBack): Promise<TakenBack>
  sleep(ms: number): Promise<void>
  /** The value of an environment variable that the registry names. */
  secret(name: string): string | undefined
}

interface Run {
  ports: Ports
  tools: WatchTools
  request: Request
  ledger: Ledger
  signals: Signals
  health: HealthPorts
  base: WatchedBase
  killSwitch: { url: string } | null
}

const BOT: Actor = { login: 'pinwarden', type: 'bot' }

/**
 * Looks at the signals of every merge of the last day that has no verdict yet, newest first, and acts on the verdict. What it found is
 * written down in the ledger, so that a run that was cut is continued by the next, and two at once come to the same.
 */
export async function watch(ports: Ports, request: Request, tools: WatchTools): Promise<WatchReport> {
  const report: WatchReport = {
    schema: 'pinwarden/watch@1',
    command: 'watch',
    result: 'ok',
    dry_run: request.dryRun === true,
    merges: [],
    rollbacks: [],
    problems: [],
  }
  const { workspace, base: at } = await ports.files('propose')
  const base = await readWatchedBase(workspace, at?.branch ?? 'main', request.registry)
  const [policy] = [...base.scopes.values()].map((scope) => scope.resolved.policy)
  if (policy === undefined) return report
  const connection = ports.connect(policy)
  try {
    const ledger = await ports.ledger?.(policy.ledger)
    const signals = await ports.signals?.()
    if (ledger === undefined || signals === undefined || !policy.ledger.enabled)
      return fail('usage', 'The watch knows merges from the ledger and their health from the forge; one of them is not here.', {
        help: 'Run it on a repository with a forge, with `global.ledger.enabled: true`.',
      })
    const now = ports.clock.now()
    if (!report.dry_run) report.problems.push(...(await recordSettled([...base.scopes.values()], now, ports)).map(problemRow))
    const merges = mergesToWatch(await ledger.records(), now).filter((merge) => isAsked(merge, request))
    if (merges.length > 0) {
      const health = { http: connection.io.http, now: () => ports.clock.now(), sleep: tools.sleep, secret: tools.secret }
      const killSwitch = await signals.labelledIssue(KILL_SWITCH)
      await watchAll(merges, { ports, tools, request, ledger, signals, health, base, killSwitch }, report)
    }
    if (!report.dry_run) {
      const mayMerge = ({ environment }: Move) => mayMergeIn(base.scopes.get(environment ?? '')?.resolved.policy, environment)
      report.rollbacks.push(...(await mergeRollbacks(await ports.forge(), await ledger.records(), mayMerge)))
    }
  } finally {
    connection.close()
  }
  const found = report.merges.some((row) => row.verdict === 'revert' || row.verdict === 'report')
  const failed = report.problems.some((problem) => problem.severity === 'error')
  return { ...report, result: found || failed ? 'findings' : 'ok' }
}

/** Newest first: what came last is what an environment that has just gone bad runs on. */
async function watchAll(merges: readonly WatchedMerge[], run: Run, report: WatchReport): Promise<void> {
  for (const merge of merges.toReversed()) {
    try {
      report.merges.push(await watchOne(merge, run))
    } catch (error) {
      // One merge that cannot be read never keeps the others from being watched.
      if (!(error instanceof ProblemError)) throw error
      report.problems.push(...error.problems.map(problemRow))
    }
  }
}

function isAsked({ moves }: WatchedMerge, { environment, components }: Request): boolean {
  const where = environment === undefined || moves.some((move) => (move.environment ?? 'base') === environment)
  return where && (components.length === 0 || moves.some((move) => components.includes(move.component)))
}

async function watchOne(merge: WatchedMerge, run: Run): Promise<WatchRow> {
  const environment = merge.moves[0]?.environment ?? null
  const scope = run.base.scopes.get(environment ?? '')
  if (scope === undefined)
    return fail('unknown-environment', `The registry has no environment “${environment}” any more, of which #${merge.number} was.`)
  const { policy } = scope.resolved
  // Read anew for each: what was just taken back counts for the breakers.
  const records = await run.ledger.records()
  const now = run.ports.clock.now()
  const input = await readWatch(merge, policy, run.base, records, { ...run, now })
  const verdict = watchVerdict(input)
  const row = rowOf(merge, input, verdict)
  return run.request.dryRun === true ? row : act(row, verdict, input, run)
}

async function act(row: WatchRow, verdict: WatchVerdict, input: WatchInput, run: Run): Promise<WatchRow> {
  const { merge } = input
  switch (verdict.kind) {
    case 'watching':
      return row
    case 'confirm':
      return confirm(row, verdict.signals, input, run)
    case 'verified': {
      const brought = await bringBack(verdict.by, merge, run)
      const probe = input.signals.find((signal) => signal.kind === 'probe')
      await tellOnce(run.ledger, entry('verified', merge, run, row.message, verdict.by, probe === undefined ? {} : { probe: probe.result }))
      return { ...row, message: [row.message, ...brought].join('; ') }
    }
    case 'no-signal':
      await tellOnce(run.ledger, entry('rollback-halted', merge, run, row.message, [], { code: 'no-signal' }))
      return row
    case 'report':
      return tell(row, verdict.code, verdict.because, merge, run)
    case 'revert':
      return takeBack(row, verdict, input, run)
  }
}

/** The failed jobs once more on the same commit; asked for once for each failure that was seen. */
async function confirm(row: WatchRow, signals: readonly Signal[], { merge }: WatchInput, run: Run): Promise<WatchRow> {
  const runs = [...new Set(signals.flatMap((signal) => signal.run ?? []))]
  const asked = await Promise.all(runs.map(async (id) => ({ id, started: await run.signals.runAgain(id) })))
  const started = asked.filter((one) => one.started).map((one) => one.id)
  if (started.length > 0)
    await tellOnce(run.ledger, entry('signal-failed', merge, run, row.message, signals, { confirmed: false, runs: started.join(' ') }))
  const how =
    started.length > 0 ? 'the failed jobs run again on the same commit' : 'nothing could be run again; another failure is waited for'
  return { ...row, message: `${row.message}; ${how}` }
}

async function takeBack(
  row: WatchRow,
  verdict: Extract<WatchVerdict, { kind: 'revert' }>,
  { merge }: WatchInput,
  run: Run,
): Promise<WatchRow> {
  const reason = `After the merge ${row.message}`
  // First, for an open rollback ends the watch: a run that is cut behind it would never be continued.
  await tellOnce(run.ledger, entry('signal-failed', merge, run, reason, verdict.because, { confirmed: true }))
  const done = await run.tools.takeBack({
    moves: verdict.moves,
    reason,
    evidence: verdict.because.flatMap((signal) => signal.url ?? []),
    details: { source: AUTOMATIC, watched: merge.commit, ...(merge.group === null ? {} : { group: merge.group }) },
  })
  if (!done.ok)
    return tell(
      { ...row, verdict: 'report', message: `${row.message}, and could not be taken back: ${done.message}` },
      done.code,
      verdict.because,
      merge,
      run,
    )
  return { ...row, code: done.code, message: `${row.message}; ${done.message}`, rollback: { number: done.number, url: done.url } }
}

/**
 * The members of a group that were taken back in vain come again, each by itself. Before the verdict is written down, which ends the watch:
 * a run that is cut behind it would never be continued, and one that is open already is not opened twice.
 */
async function bringBack(by: readonly Signal[], merge: WatchedMerge, run: Run): Promise<string[]> {
  const brought: string[] = []
  for (const move of clearedBy(merge, await run.ledger.records())) {
    const reason = `Not to blame: it was taken back with its group, and ${by.map((signal) => signal.name).join(', ')} turned good again only when another member was`
    const done = await run.tools.bringBack({ move, reason, evidence: by.flatMap((signal) => signal.url ?? []) })
    brought.push(
      `${move.component} ${move.from} ${done.ok ? 'comes again' : 'was not to blame and cannot come again by itself'}: ${done.message}`,
    )
  }
  return brought
}

/** An environment of production is one that says so by its name; the base, which names none, is one, too. */
function mayMergeIn(policy: Policy | undefined, environment: string | null): boolean {
  if (policy?.rollback.merge !== 'non_production') return policy?.rollback.merge === 'always'
  return environment !== null && !/prod|live/i.test(environment)
}

/** One issue for each merge and reason, and the end of the watch. */
async function tell(row: WatchRow, code: string, because: readonly Signal[], merge: WatchedMerge, run: Run): Promise<WatchRow> {
  const lines = because.map((signal) => `- ${codeSpan(signal.name)}: ${signal.result}${signal.url === null ? '' : ` (${signal.url})`}`)
  const body = [`${sentence(row.message)}`, '', ...lines, '', `Merge: ${merge.url ?? merge.commit}`, '', rollbackHint(merge)].join('\n')
  const title = `Watch: ${merge.moves.map((move) => `${move.component} ${move.to}`).join(', ')} needs a person`
  const issue = await run.signals.tell({ key: `${merge.commit}:${code}`, title, body, labels: ISSUE_LABELS })
  await tellOnce(run.ledger, entry('rollback-halted', merge, run, row.message, because, { code }))
  return { ...row, code, issue: { number: issue.number, url: issue.url } }
}

function rollbackHint({ moves }: WatchedMerge): string {
  const commands = moves.map(
    ({ component, environment }) => `pinwarden rollback ${component}${environment === null ? '' : ` --env ${environment}`} --reason "…"`,
  )
  return `To take it back:\n\n\`\`\`sh\n${commands.join('\n')}\n\`\`\``
}

function entry(
  event: LedgerEntry['event'],
  merge: WatchedMerge,
  { ports }: Run,
  reason: string,
  because: readonly Signal[],
  details: Readonly<Record<string, string | boolean>>,
): LedgerEntry {
  const evidence = because.flatMap((signal) => signal.url ?? [])
  return {
    event,
    at: ports.clock.now(),
    actor: ports.actor ?? BOT,
    moves: merge.moves,
    commit: merge.commit,
    why: { reason, ...(evidence.length === 0 ? {} : { evidence }) },
    details: { watched: merge.commit, ...details },
  }
}

function rowOf(merge: WatchedMerge, { signals }: WatchInput, verdict: WatchVerdict): WatchRow {
  return {
    number: merge.number,
    url: merge.url,
    commit: merge.commit,
    merged_at: isoInstant(merge.at),
    environment: merge.moves[0]?.environment ?? null,
    moves: merge.moves.map(({ component, from, to }) => ({ component, from, to })),
    verdict: verdict.kind,
    code: verdict.kind === 'report' ? verdict.code : null,
    message: messageOf(verdict),
    until: verdict.kind === 'watching' ? isoInstant(verdict.until) : null,
    signals: signals.map(({ kind, name, result, url, detail }) => ({ kind, name, result, url, detail: detail ?? null })),
    rollback: null,
    issue: null,
  }
}

function messageOf(verdict: WatchVerdict): string {
  const named = (signals: readonly Signal[]) => signals.map((signal) => `“${signal.name}”`).join(', ')
  switch (verdict.kind) {
    case 'watching':
      return `watched until ${isoInstant(verdict.until)}${verdict.pending.length === 0 ? '' : `, waiting for ${verdict.pending.join(', ')}`}`
    case 'confirm':
      return `${named(verdict.signals)} failed once`
    case 'revert':
      return `${named(verdict.because)} failed, was good before, and failed again on the same commit`
    case 'report':
      return verdict.message
    case 'verified':
      return `healthy through the whole watch: ${named(verdict.by)}`
    case 'no-signal':
      return `no signal came in the whole watch (${verdict.watched.join(', ')}), which is not health`
  }
}

function sentence(text: string): string {
  return `${safeMarkdown(plainLine(text.charAt(0).toUpperCase() + text.slice(1)))}.`
}
