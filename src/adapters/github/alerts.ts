import type { Alerts } from '../../ports/alerts.ts'
import { attempting, ownerAndName, statusOf } from './attempt.ts'
import type { Client } from './client.ts'

/** More than anybody acts on; each page holds 100. */
const MAX_PAGES = 10

/**
 * Dependabot's alerts. A refusal that says no more than that is no failure: reading them takes a permission that the token of a workflow does
 * not have, and a repository may have turned them off.
 */
export function dependabotAlerts(client: Client, repository: string): Alerts {
  const at = ownerAndName(repository)
  const attempt = attempting(repository)
  const read = () =>
    attempt({ doing: 'Reading Dependabot’s alerts', needs: 'vulnerability-alerts: read' }, async () => {
      try {
        let pages = 0
        const alerts = await client.paginate(
          client.rest.dependabot.listAlertsForRepo,
          { ...at, state: 'open', per_page: 100 },
          ({ data }, done) => {
            pages += 1
            if (pages >= MAX_PAGES) done()
            return data
          },
        )
        return alerts.map((alert) => ({ number: alert.number, url: alert.html_url, advisory: alert.security_advisory }))
      } catch (error) {
        if (isRefusal(error)) return null
        throw error
      }
    })
  let once: ReturnType<Alerts['open']> | undefined
  return {
    // Everything that a run decides it decides on one state.
    open: () => {
      once ??= read()
      return once
    },
  }
}

/** 403 is also how GitHub says that a limit is reached. */
function isRefusal(error: unknown): boolean {
  const status = statusOf(error)
  return status === 404 || (status === 403 && !/rate limit|abuse/i.test(String(error)))
}
