import { userInfo } from 'node:os'
import { openRollback } from '../../commands/rollback.ts'
import { listRollbackPoints } from '../../commands/rollback-points.ts'
import { EXIT, fail } from '../../core/model/problems.ts'
import { pointsTerminal, rollbackTerminal } from '../../core/reports/rollback.ts'
import type { CommonOptions } from './commands/options.ts'
import { composeCli } from './compose.ts'
import { paintFor } from './output.ts'

export interface RollbackOptions extends CommonOptions {
  to?: string
  env?: string
  reason?: string
  incident?: string
  emergency?: boolean
  force?: boolean
  reland?: boolean
  /** `--no-exclude` */
  exclude: boolean
  with?: string[]
  list?: boolean
  dryRun?: boolean
}

/** `pinwarden rollback`: 0 where the component is, or will be, where it was asked to be; 1 where the request was refused. */
export async function runRollback(component: string | undefined, options: RollbackOptions): Promise<number> {
  if (options.replay !== undefined || options.record !== undefined)
    fail('usage', 'A rollback acts on what is there now: it takes neither `--record` nor `--replay`.')
  const environment = options.environment ?? options.env
  const { ports, log, request } = await composeCli(options, component === undefined ? [] : [component])
  const paint = paintFor(process.stdout, options.color)
  const common = {
    ...(environment === undefined ? {} : { environment }),
    ...(request.registry === undefined ? {} : { registry: request.registry }),
  }
  if (options.list === true) {
    const report = await listRollbackPoints(ports, { ...common, ...(component === undefined ? {} : { component }) })
    log.clear()
    process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : pointsTerminal(report, paint))
    return EXIT.ok
  }
  if (component === undefined) return fail('usage', 'Name the component that is to go back.', { help: 'See `pinwarden rollback --list`.' })
  const { to, reason, incident } = options
  const report = await openRollback(ports, {
    ...common,
    component,
    ...(to === undefined ? {} : { to }),
    ...(reason === undefined ? {} : { reason }),
    ...(incident === undefined ? {} : { incident }),
    with: options.with ?? [],
    emergency: options.emergency === true,
    force: options.force === true,
    reland: options.reland === true,
    exclude: options.exclude,
    dryRun: options.dryRun === true,
    requestedBy: whoAsks(),
  })
  log.clear()
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : rollbackTerminal(report, paint))
  return report.ok ? EXIT.ok : EXIT.findings
}

/** The login of the forge, or that of this machine. */
function whoAsks(): string {
  const { env } = process
  const told = env['GITHUB_ACTOR'] || env['GITLAB_USER_LOGIN']
  if (told !== undefined && told !== '') return told
  try {
    return userInfo().username
  } catch {
    return 'unknown'
  }
}
