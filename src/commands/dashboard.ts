import { type Box, parseBoxes } from '../core/dashboard/boxes.ts'
import { DASHBOARD_LABEL } from '../core/dashboard/contract.ts'
import { parseNotes } from '../core/dashboard/notes.ts'
import { isDashboard, renderDashboard } from '../core/dashboard/render.ts'
import { ProblemError } from '../core/model/problems.ts'
import type { Report } from '../core/reports/report.ts'
import type { Issues, OwnIssue } from '../ports/issues.ts'
import { obeyBoxes } from './dashboard-boxes.ts'
import { takeBacks } from './dashboard-points.ts'
import { readRegistry } from './load.ts'
import { readOrders } from './orders.ts'
import type { Ports, Request } from './ports.ts'
import { type Recording, registryOf } from './recording.ts'

/** Title where the registry gives none. */
const TITLE = 'Pinwarden dashboard'

/** The dashboard as a run found it. */
interface Dashboard {
  title: string
  issues: Issues
  issue: OwnIssue | null
  ticked: readonly Box[]
}

/** A run with its dashboard: what was ticked is done before the run decides, and the issue is written with what came of it. */
export interface WithDashboard {
  ports: Ports
  write(report: Report): Promise<void>
}

/**
 * The dashboard of a run over everything, where the registry turns it on. A run over some components sees too little to write it, and so does
 * not read it either. An issue that a person closed stays closed and is left alone. Whatever fails is a warning: proposals come first.
 */
export function withDashboard(ports: Ports, request: Request): WithDashboard {
  let dashboard: Dashboard | null = null
  const prepare = async (recording: Recording) => {
    dashboard = await openDashboard(recording, ports, request)
    if (dashboard === null) return
    await obey(dashboard, ports, request.registry)
    if (dashboard.ticked.some((one) => one.do === 'unlimited')) recording.unlimited = true
  }
  return { ports: { ...ports, prepare }, write: async (report) => write(dashboard, report, ports) }
}

async function openDashboard(recording: Recording, ports: Ports, request: Request): Promise<Dashboard | null> {
  const settings = readRegistry(registryOf(recording)).registry.upgrade_policies?.dashboard
  const whole = request.components.length === 0 && request.environment === undefined
  const { issues: open } = ports
  if (settings?.enabled !== true || !whole || request.dryRun === true || open === undefined) return null
  return careful('read', ports, async () => {
    const issues = await open()
    const own = (await issues.own(DASHBOARD_LABEL.name)).filter((one) => isDashboard(one.body))
    const issue = own.find((one) => one.state === 'open') ?? null
    if (issue === null && own.length > 0) return null
    const ticked = issue === null ? [] : parseBoxes(issue.body).flatMap((one) => (one.ticked ? [one.box] : []))
    return { title: settings.title ?? TITLE, issues, issue, ticked }
  })
}

/** Ticks go when the body is written anew; what was done for one that a cut run left is not done twice. */
async function obey({ issue, ticked, issues }: Dashboard, ports: Ports, registry: string | undefined): Promise<void> {
  if (issue === null || ticked.length === 0) return
  await careful('obeyed', ports, () => obeyBoxes(ticked, issue, issues, ports, registry))
}

async function write(dashboard: Dashboard | null, report: Report, ports: Ports): Promise<void> {
  if (dashboard === null) return
  const { issues, title, ticked } = dashboard
  await careful('written', ports, async () => {
    // Notes may have been written, and other boxes ticked, while the run worked.
    const issue = dashboard.issue === null ? null : await present(dashboard.issue, issues)
    if (issue === null && dashboard.issue !== null) return
    const orders = await readOrders(ports)
    const points = await takeBacks(ports, report)
    const body = renderDashboard({ report, orders, points, notes: issue === null ? null : parseNotes(issue.body) })
    if (body === null) return ports.log.warn(`The notes of the dashboard leave no room for it (${issue?.url ?? ''}); shorten them.`)
    if (issue === null) return create(issues, title, body)
    const late = parseBoxes(issue.body).some((one) => one.ticked && !ticked.some((done) => same(done, one.box)))
    if (late) return ports.log.info('A box of the dashboard was ticked meanwhile; the next run obeys it.')
    const change = { ...(issue.title === title ? {} : { title }), ...(sameBody(issue.body, body) ? {} : { body }) }
    if (Object.keys(change).length > 0) await issues.edit(issue.number, change)
  })
}

async function present(issue: OwnIssue, issues: Issues): Promise<OwnIssue | null> {
  const { body, title, state } = await issues.thread(issue.number)
  return state === 'open' ? { ...issue, body, title } : null
}

/** Of two runs that met the older issue stays. */
async function create(issues: Issues, title: string, body: string): Promise<void> {
  await issues.createLabel(DASHBOARD_LABEL)
  const made = await issues.open({ title, body, labels: [DASHBOARD_LABEL.name] })
  const own = await issues.own(DASHBOARD_LABEL.name)
  const older = own.some((one) => one.number < made.number && one.state === 'open' && isDashboard(one.body))
  if (older) await issues.edit(made.number, { state: 'closed', body: 'Another run was faster.', title: `${title} (double)` })
}

function same(a: Box, b: Box): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function sameBody(a: string, b: string): boolean {
  return a.replaceAll('\r\n', '\n').trimEnd() === b.trimEnd()
}

async function careful<T>(done: string, { log }: Pick<Ports, 'log'>, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    log.warn(`The dashboard could not be ${done}: ${error.message}`)
    return null
  }
}
