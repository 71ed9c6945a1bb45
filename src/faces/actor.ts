import type { Actor } from '../core/model/ledger.ts'

/**
 * Who a run writes its records as: Pinwarden, on behalf of whoever started the workflow (`GITHUB_TRIGGERING_ACTOR` is who asked for this very
 * run, also of a re-run) or of the user at the keyboard.
 */
export function actorOf(env: Readonly<Record<string, string | undefined>>): Actor {
  const person = env['GITHUB_ACTIONS'] === 'true' ? env['GITHUB_TRIGGERING_ACTOR'] || env['GITHUB_ACTOR'] : env['USER'] || env['USERNAME']
  return { login: 'pinwarden', type: 'bot', ...(person === undefined || person === '' ? {} : { onBehalfOf: person }) }
}
