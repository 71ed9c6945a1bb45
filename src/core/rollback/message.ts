import { sentenceList } from '../proposals/title.ts'
import { sha256Hex } from '../text/digest.ts'
import { plainLine, safeMarkdown } from '../text/sanitize.ts'
import type { RollbackPlan } from './plan.ts'
import type { RollbackWish } from './request.ts'
import type { RollbackMember } from './restore.ts'

/** GitHub cuts titles at 256 characters. */
const MAX_TITLE = 250
const MAX_REASON = 400

export interface MessageInput {
  wish: RollbackWish
  members: readonly RollbackMember[]
  plan: Pick<RollbackPlan, 'reverts'>
}

/**
 * The first line of the commit, which is the pull request's title too, so that every way of merging keeps it:
 * `revert: deps(redis): bump 7.4.1 to 7.4.2 (#12)` for the exact inverse, else `revert(redis): roll back 7.4.5 to 7.4.1`.
 */
export function rollbackHeadline({ wish, members, plan }: MessageInput): string {
  const [first] = members
  if (first === undefined) throw new Error('a rollback needs a component')
  const names = members.map(({ component }) => component.name).join(', ')
  const where = first.environment === null ? '' : ` (${first.environment})`
  const number = first.point?.proposal?.number ?? null
  if (wish.reland) return cut(`deps(${names}): bring forward again ${moves(members)}${where}`)
  if (members.every(({ from, to }) => from === to))
    return cut(`chore(${names}): exclude ${sentenceList(members.map(({ from }) => from))}${where}`)
  if (plan.reverts.length > 0)
    return cut(`revert: deps(${names}): bump ${moves(members, true)}${where}${number === null ? '' : ` (#${number})`}`)
  return cut(`revert(${names}): roll back ${moves(members)}${where}`)
}

/** `7.4.5 to 7.4.1`, of several components each with its own. */
function moves(members: readonly RollbackMember[], upwards = false): string {
  const all = members.map(({ from, to }) => (upwards ? `${to} to ${from}` : `${from} to ${to}`))
  return sentenceList([...new Set(all)])
}

/** `This reverts commit …` for each commit, which must follow the first line directly; empty where it is no exact inverse. */
export function revertLines(reverts: readonly string[]): string {
  return reverts.map((sha) => `This reverts commit ${sha}.`).join('\n')
}

/** The lines by which a release, and a later run, read what was rolled back. */
export function trailers({ wish, members }: MessageInput): string {
  const [first] = members
  // A release pairs `Rollback-*` with upgrades, so what takes nothing back has other names.
  const subjects = members.flatMap(({ component, from, to }) => {
    const kind = wish.reland ? 'Reland' : from === to ? 'Exclusion' : 'Rollback'
    return [`${kind}-Component: ${component.name}`, `${kind}-From: ${from}`, `${kind}-To: ${to}`]
  })
  return [
    `Rollback-Id: ${rollbackId(members, wish)}`,
    ...subjects,
    ...(first?.environment == null ? [] : [`Rollback-Environment: ${first.environment}`]),
    `Rollback-Reason: ${safeReason(wish.reason)}`,
    `Requested-By: ${plainLine(wish.requestedBy).replace(/^@/, '')}`,
  ].join('\n')
}

/** One line of the user's own words, without mentions and closing words that act. */
export function safeReason(reason: string): string {
  return safeMarkdown(plainLine(reason).slice(0, MAX_REASON))
}

/** The same request gives the same id: moves, environment, and the steps that are taken back. */
export function rollbackId(members: readonly RollbackMember[], wish: Pick<RollbackWish, 'reland'>): string {
  const parts = members.map(({ component, environment, from, to, point }) => [component.name, environment, from, to, point?.id ?? null])
  return `rb_${sha256Hex(JSON.stringify([wish.reland, ...parts])).slice(0, 26)}`
}

function cut(text: string): string {
  return text.length <= MAX_TITLE ? text : `${text.slice(0, MAX_TITLE - 1)}…`
}
