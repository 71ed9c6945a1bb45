import type { Probot } from 'probot'
import type { Service } from './service.ts'
import { EVENTS } from './triggers.ts'

/** Registers the webhooks with Probot, which has checked the signature of whatever arrives here. */
export function pinwardenApp(service: Pick<Service, 'receive'>): (app: Probot) => void {
  return (app) => {
    app.on([...EVENTS], ({ id, name, payload }) => service.receive({ id, name, payload }))
  }
}
