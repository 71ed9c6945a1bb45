import { RestError } from '../errors.ts'
import type { RestCall, RestRoutes } from './router.ts'

export const dependabotRoutes: RestRoutes = {
  'dependabot/list-alerts-for-repo': { needs: ['vulnerability_alerts:read'], handle: list },
}

/** Pages have no numbers here: each names the place where the next one begins. */
function list(call: RestCall) {
  const { alerts } = call.repo
  if (alerts == null) throw new RestError(403, 'Dependabot alerts are disabled for this repository.')
  const states = String(call.query['state'] ?? '').split(',')
  const found = alerts.filter((alert) => states[0] === '' || states.includes(alert.state))
  const size = Math.min(Number(call.query['per_page'] ?? 30), 100)
  const start = Number(Buffer.from(String(call.query['after'] ?? ''), 'base64url').toString() || 0)
  const query = new URLSearchParams(call.address.query)
  query.set('after', Buffer.from(String(start + size)).toString('base64url'))
  const more = start + size < found.length
  const headers: Record<string, string> = more ? { link: `<${call.urls.rest}${call.address.path}?${query}>; rel="next"` } : {}
  return { status: 200, json: found.slice(start, start + size), headers }
}
