import { isoInstant } from '../model/instant.ts'
import type { StandingOrder } from '../orders/contract.ts'
import { orderSentence } from '../orders/phrases.ts'
import { safeUrl } from '../proposals/body/findings.ts'
import type { Report } from '../reports/report.ts'
import { plural } from '../resolution/phrases.ts'
import { capText, codeSpan, tableCell } from '../text/sanitize.ts'
import { formatBox } from './boxes.ts'
import { type DashboardInput, type MergedStep, ROOMS, type Room } from './contract.ts'
import { notesSection } from './notes.ts'
import { componentTables } from './tables.ts'

/** GitHub refuses a body of more characters (65,536); some room is left for what it counts otherwise than we do. */
export const MAX_DASHBOARD = 65_000

const MARKER = '<!-- pinwarden-dashboard:1 -->'

export function isDashboard(body: string): boolean {
  return body.startsWith(MARKER)
}

/**
 * The body of the dashboard issue. The same state gives the same text, whenever it is written: nothing of it depends on the time or on what
 * this run did. Never too long: reasons are cut first, then tables, then lists, each saying so. Null where notes of people leave no room.
 */
export function renderDashboard(input: DashboardInput): string | null {
  const notes = notesSection(input.notes)
  for (const room of ROOMS) {
    const body = `${MARKER}\n${content(input, room)}\n\n${notes}\n`
    if (body.length <= MAX_DASHBOARD) return body
  }
  return null
}

function content({ report, orders, points }: DashboardInput, room: Room): string {
  const sections = [
    summary(report, orders),
    section('Open pull requests', 'A tick builds the pull request anew on its base.', proposalItems(report, room), room),
    section(
      'Waiting',
      'A tick opens it without waiting for its age, or opens all that wait for a limit.',
      waitingItems(report, room),
      room,
    ),
    section('Ordered by people', 'A tick lifts it.', orderItems(orders, room), room),
    section('Merged lately', 'A tick opens a pull request that takes it back and keeps the version away.', pointItems(points), room),
    section('Held back', '', heldItems(report, orders, room), room),
    section('Unresolved', '', unresolvedItems(report, room), room),
    section('Mistakes', '', problemItems(report, room), room),
    room.table === 'none'
      ? '_There is more than an issue holds. The job summary of the last run has all of it._'
      : componentTables(report, room),
  ]
  return sections.filter((one) => one !== '').join('\n\n')
}

function summary(report: Report, orders: readonly StandingOrder[]): string {
  const current = report.components.filter((one) => one.status === 'up-to-date').length
  const numbers = [...report.proposals.filter(isOpen).map((one) => one.number), ...heldPulls(orders)]
  const open = new Set(numbers).size
  const parts = [
    plural(report.components.length, 'component'),
    `${current} up to date`,
    `${plural(open, 'pull request')} open`,
    `${report.held.length} held back`,
    ...(orders.length > 0 ? [`${orders.length} ordered by people`] : []),
    ...(report.unresolved.length > 0 ? [`**${report.unresolved.length} unresolved**`] : []),
  ]
  return `Kept by Pinwarden with each run: ${parts.join(', ')}.`
}

/** Proposals that people hold are left alone, and so a run does not speak of them. */
function heldPulls(orders: readonly StandingOrder[]): number[] {
  return orders.flatMap((one) => (one.order === 'hold' && one.pull !== undefined ? [one.pull.number] : []))
}

function isOpen(one: Report['proposals'][number]): boolean {
  return one.number !== null && one.action !== 'closed' && one.action !== 'merged' && one.note?.startsWith('a person closed it') !== true
}

function section(title: string, hint: string, items: readonly string[], room: Room): string {
  if (items.length === 0) return ''
  const left = items.length - room.rows
  const more = left > 0 ? [`- … and ${left} more; the job summary of the last run has all.`] : []
  return [`## ${title}`, ...(hint === '' ? [] : ['', `<sub>${hint}</sub>`]), '', ...items.slice(0, room.rows), ...more].join('\n')
}

function proposalItems(report: Report, room: Room): string[] {
  return report.proposals.filter(isOpen).map((one) => {
    const due = dueOf(one, report)
    const link = one.url?.startsWith('http') === true ? `[${tableCell(one.title)}](${safeUrl(one.url)})` : tableCell(one.title)
    const note = one.note !== undefined && one.action === 'left' ? `; ${tableCell(capText(one.note, room.reason))}` : ''
    return formatBox({ do: 'rebase', number: one.number ?? 1 }, `${link}: ${one.risk} risk, ${one.decision}${due}${note}`)
  })
}

/** The deadline of a security fix stays where the proposal goes. */
function dueOf(proposal: Report['proposals'][number], report: Report): string {
  const dues = report.upgrades.flatMap((upgrade) =>
    upgrade.due !== undefined && proposal.components.some((one) => sameMove(one, upgrade)) ? [upgrade.due] : [],
  )
  const [first] = dues.sort()
  return first === undefined ? '' : `, **to be fixed by ${minute(first)}**`
}

const WAITING: readonly string[] = ['too-young', 'no-date']

function waitingItems(report: Report, room: Room): string[] {
  const limited = report.held.filter((one) => one.code === 'limit')
  const young = report.held.filter((one) => WAITING.includes(one.code))
  const currentOf = (row: { component: string; environment: string | null }) =>
    report.components.find((one) => one.component === row.component && one.environment === row.environment)?.current ?? ''
  return [
    ...young.map((one) => {
      const { component, environment, version: to } = one
      return formatBox({ do: 'open', component, environment, from: currentOf(one), to }, heldText(one, room))
    }),
    ...(limited.length > 0 ? [formatBox({ do: 'unlimited' }, `**Open all ${limited.length} that wait for a limit**`)] : []),
    ...limited.map((one) => `- ${heldText(one, room)}`),
  ]
}

function orderItems(orders: readonly StandingOrder[], room: Room): string[] {
  return orders.map((one) => {
    const { component, environment, from, to, order, pull, url, until } = one
    const links = [
      ...(pull === undefined ? [] : [pull.url === null ? `#${pull.number}` : `[#${pull.number}](${safeUrl(pull.url)})`]),
      ...(url === undefined ? [] : [`[said here](${safeUrl(url)})`]),
    ]
    const where = links.length === 0 ? '' : ` (${links.join(', ')})`
    const end = until === undefined ? '' : ` Until ${minute(isoInstant(until))}.`
    const text = `${nameOf(one)}${where}: ${tableCell(capText(orderSentence(one, false), room.reason))}${end}`
    return order === 'ignore' || order === 'hold' ? formatBox({ do: 'lift', order, component, environment, from, to }, text) : `- ${text}`
  })
}

function pointItems(points: readonly MergedStep[]): string[] {
  return points.map(({ point, rollback }) => {
    const { component, environment, from, to, id, mergedAt, proposal } = point
    const when = mergedAt === null ? '' : `, merged ${isoInstant(mergedAt).slice(0, 10)}`
    const text = `${nameOf(point)} ${codeSpan(capText(from, 80))} → ${codeSpan(capText(to, 80))}${when}${linkTo(proposal, ', ')}`
    if (rollback !== null) return `- ${text}: is taken back${linkTo(rollback, ' by ')}`
    return formatBox({ do: 'rollback', component, environment, from: to, to: from, point: id }, text)
  })
}

function linkTo(proposal: { number: number | null; url: string | null } | null, before: string): string {
  return proposal?.number == null || proposal.url === null ? '' : `${before}[#${proposal.number}](${safeUrl(proposal.url)})`
}

/** What waits and what people ordered stands above already. */
function heldItems(report: Report, orders: readonly StandingOrder[], room: Room): string[] {
  const ordered = (one: Report['held'][number]) =>
    (one.code === 'ignored' || one.code === 'frozen') &&
    orders.some((order) => order.component === one.component && order.environment === one.environment)
  return report.held
    .filter((one) => one.code !== 'limit' && !WAITING.includes(one.code) && !ordered(one))
    .map((one) => `- ${heldText(one, room)}`)
}

function heldText(one: Report['held'][number], room: Room): string {
  const until = one.until === undefined ? '' : ` Until ${minute(one.until)}.`
  return `${nameOf(one)} ${codeSpan(capText(one.version, 80))}: ${tableCell(capText(one.reason, room.reason))}${until}`
}

function unresolvedItems(report: Report, room: Room): string[] {
  return report.unresolved.map((one) => `- ${nameOf(one)}: ${one.cause.code}: ${tableCell(capText(one.cause.message, room.reason))}`)
}

function problemItems(report: Report, room: Room): string[] {
  return report.problems
    .filter((one) => one.severity === 'error')
    .map((one) => {
      const place = [one.file, one.line].filter((part) => part !== undefined).join(':')
      return `- ${place === '' ? '' : `${codeSpan(capText(place, 120))}: `}${tableCell(capText(one.message, room.reason))}`
    })
}

function nameOf({ component, environment }: { component: string; environment: string | null }): string {
  return environment === null ? codeSpan(component) : `${codeSpan(component)} (${tableCell(environment)})`
}

function sameMove(
  a: { component: string; environment: string | null; to: string },
  b: { component: string; environment: string | null; to: string },
): boolean {
  return a.component === b.component && a.environment === b.environment && a.to === b.to
}

function minute(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`
}
