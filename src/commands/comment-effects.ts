import { isoInstant } from '../core/model/instant.ts'
import type { GivenOrder, OrderId } from '../core/orders/contract.ts'
import { orderEntry, readOrder } from '../core/orders/entry.ts'
import type { CommentCommand } from '../core/orders/parse.ts'
import { BRANCH_PREFIX } from '../core/proposals/branch.ts'
import { parseMarker } from '../core/proposals/marker.ts'
import { parseReviewMarker } from '../core/review/sticky.ts'
import type { Thread } from '../ports/issues.ts'
import type { CommentEvent, CommentPorts } from './comment.ts'
import { markForRebase } from './dashboard-boxes.ts'

/** What is to be run after the comment was answered. */
export interface Followup {
  /** Components whose proposals are to be made anew. */
  components: readonly string[]
  /** Pull request to be reviewed again. */
  review: number | null
}

export interface Done {
  ok: boolean
  /** For the reply. */
  text: string
  followup?: Partial<Followup>
}

/** Carries out one command. What it decides is in the ledger or on the forge when it returns; the same comment again adds nothing. */
export async function obey(command: CommentCommand, event: CommentEvent, thread: Thread, ports: CommentPorts): Promise<Done> {
  switch (command.kind) {
    case 'rebase':
      return rebase(thread, ports)
    case 'recheck':
      return recheck(thread)
    case 'rollback':
      return rollback(command, event, thread, ports)
    case 'approve-risk':
      return approveRisk(command.why, event, thread, ports)
    case 'ignore':
      return order('ignore', event, thread, ports, command.until === null ? {} : { until: command.until })
    default:
      return order(command.kind, event, thread, ports)
  }
}

/** A proposal of ours is known by its branch and marker; a fork's branch of that name is none. */
function ownMarker(thread: Thread) {
  const { pull } = thread
  return pull !== null && !pull.fork && pull.branch.startsWith(BRANCH_PREFIX) ? parseMarker(thread.body) : null
}

const NOT_OURS: Done = { ok: false, text: 'this is no open pull request of Pinwarden.' }

/**
 * Marks the proposal as one whose content is to be made anew from its present head: the next run rebuilds it on the base, also where people
 * pushed to the branch and it is otherwise left alone.
 */
async function rebase(thread: Thread, ports: CommentPorts): Promise<Done> {
  const marker = ownMarker(thread)
  if (marker === null || ports.issues === undefined) return NOT_OURS
  if (!(await markForRebase(thread.number, await ports.issues(), ports))) return NOT_OURS
  return {
    ok: true,
    text: 'it is rebuilt on the base; commits of others on its branch are replaced.',
    followup: { components: componentsOf(marker) },
  }
}

function recheck(thread: Thread): Done {
  if (thread.pull === null || thread.state !== 'open') return { ok: false, text: 'this is no open pull request.' }
  const marker = ownMarker(thread)
  return {
    ok: true,
    text: 'it is looked at again.',
    followup: { review: thread.number, components: marker === null ? [] : componentsOf(marker) },
  }
}

const SAID: Partial<Record<OrderId, string>> = {
  unignore: 'no longer ignored.',
  hold: 'stays as it is: neither refreshed nor merged by Pinwarden until `/pinwarden unhold`.',
  unhold: 'no longer held.',
}

/** An order about the components of one of our proposals. */
async function order(
  id: OrderId,
  event: CommentEvent,
  thread: Thread,
  ports: CommentPorts,
  more: Pick<GivenOrder, 'until'> = {},
): Promise<Done> {
  const marker = ownMarker(thread)
  if (marker === null) return NOT_OURS
  const refused = await record(id, marker.upgrades, event, thread, ports, more)
  if (refused !== null) return refused
  if (id === 'hold') await withdrawMerging(thread, ports)
  const names = [...new Set(marker.upgrades.map(nameOf))].join(', ')
  const ignored =
    more.until === undefined
      ? `${marker.upgrades.map((one) => one.to).join(', ')} is ignored until something newer is there, or \`/pinwarden unignore\`.`
      : `ignored until ${isoInstant(more.until).slice(0, 16).replace('T', ' ')} UTC.`
  return { ok: true, text: `${names}: ${SAID[id] ?? ignored}`, followup: { components: componentsOf(marker) } }
}

/** What the forge was told to merge by itself would be merged all the same. */
async function withdrawMerging({ number, state }: Thread, ports: CommentPorts): Promise<void> {
  const { merging } = await ports.forge()
  if (merging === undefined || state !== 'open') return
  for (const look of await merging.look([number])) await merging.disableAutoMerge(look)
}

/** Also on a person's pull request, whose steps the review keeps in its own comment. Who proposes a step does not approve its risk. */
async function approveRisk(why: string, event: CommentEvent, thread: Thread, ports: CommentPorts): Promise<Done> {
  if (thread.pull === null || thread.state !== 'open') return { ok: false, text: 'this is no open pull request.' }
  if (thread.author.toLowerCase() === event.comment.author.toLowerCase()) {
    return { ok: false, text: 'the risk is approved by somebody else than who proposes the step.' }
  }
  const marker = ownMarker(thread)
  const reviewed = thread.own.flatMap((comment) => parseReviewMarker(comment.body)?.moves ?? [])
  const moves = marker?.upgrades ?? reviewed
  if (moves.length === 0) return { ok: false, text: 'there is no judged step here; `/pinwarden recheck` looks again.' }
  const refused = await record('approve-risk', moves, event, thread, ports, { why })
  if (refused !== null) return refused
  const steps = moves.map((one) => `${nameOf(one)} ${one.from} → ${one.to}`).join(', ')
  return {
    ok: true,
    text: `the risk of ${steps} is approved, and that is in the ledger. Whatever is rejected stays rejected.`,
    followup: { review: thread.number, components: marker === null ? [] : componentsOf(marker) },
  }
}

/** Null where it stands in the ledger, by this run or an earlier one. */
async function record(
  id: OrderId,
  moves: GivenOrder['moves'],
  event: CommentEvent,
  thread: Thread,
  ports: CommentPorts,
  more: Pick<GivenOrder, 'until' | 'why'>,
): Promise<Done | null> {
  if (ports.ledger === undefined) return { ok: false, text: 'no ledger is kept here, so it would be forgotten.' }
  const ledger = await ports.ledger()
  const { comment } = event
  const marker = ownMarker(thread)
  const given: GivenOrder = {
    order: id,
    moves: moves.map(({ component, environment, from, to }) => ({ component, environment, from, to })),
    by: comment.author,
    at: ports.clock.now(),
    url: comment.url,
    comment: comment.id,
    ...(marker === null || thread.pull === null
      ? {}
      : { proposal: { id: marker.id, number: thread.number, url: thread.url, branch: thread.pull.branch } }),
    ...(thread.pull === null ? {} : { commit: thread.pull.head }),
    ...more,
  }
  const known = (await ledger.records()).some((one) => {
    const before = readOrder(one)
    return before?.comment === comment.id && before.order === id && before.until === more.until
  })
  if (known) return null
  const kept = await ledger.append([orderEntry(given)])
  return kept.length === 0
    ? { ok: false, text: 'the registry turns the ledger off (`global.ledger.enabled`), so it would be forgotten.' }
    : null
}

async function rollback(
  command: Extract<CommentCommand, { kind: 'rollback' }>,
  event: CommentEvent,
  thread: Thread,
  ports: CommentPorts,
): Promise<Done> {
  if (ports.rollback === undefined)
    return { ok: false, text: 'a rollback is not available here; the command line has `pinwarden rollback`.' }
  const subjects = ownMarker(thread)?.upgrades ?? []
  const [only] = subjects
  const component = command.component ?? (subjects.length === 1 ? only?.component : undefined)
  if (component === undefined) return { ok: false, text: 'name the component: `/pinwarden rollback COMPONENT "why"`.' }
  const environment = command.environment ?? subjects.find((one) => one.component === component)?.environment ?? null
  const { target, why: reason } = command
  return ports.rollback({ component, target, environment, reason, requestedBy: event.comment.author, url: event.comment.url })
}

function componentsOf(marker: { upgrades: readonly { component: string }[] }): string[] {
  return [...new Set(marker.upgrades.map((one) => one.component))]
}

function nameOf({ component, environment }: { component: string; environment: string | null }): string {
  return environment === null ? component : `${component} (${environment})`
}
