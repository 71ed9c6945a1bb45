import * as z from 'zod'
import type { WatchPolicy } from '../core/registry/resolved.ts'
import { resultOfReadings, type Signal } from '../core/rollback/watch/signal.ts'
import type { Http } from '../ports/http.ts'

/** What asking for health takes. */
export interface HealthPorts {
  http: Http
  now(): number
  sleep(ms: number): Promise<void>
  /** The value of an environment variable that the registry names. */
  secret(name: string): string | undefined
}

const DAMPED = { ttl: 0, retries: 0, maxBytes: 1_000_000, storable: () => false } as const

/** Asks the health address until it is clear whether it fails: a good answer ends it, so many bad ones in a row do, too. */
export async function probeHealth(probe: NonNullable<WatchPolicy['probe']>, ports: HealthPorts): Promise<Signal> {
  const readings: boolean[] = []
  let last = ''
  while (readings.length < probe.failures && readings.at(-1) !== true) {
    if (readings.length > 0) await ports.sleep(probe.interval)
    const answer = await ports.http
      .request({ ...DAMPED, url: probe.url, service: 'health', timeout: probe.timeout })
      .then(({ status }) => ({ good: probe.status.includes(status), said: `status ${status}` }))
      .catch((error: unknown) => ({ good: false, said: error instanceof Error ? error.message : String(error) }))
    readings.push(answer.good)
    last = answer.said
  }
  return signalOf({ kind: 'probe', name: probe.url, url: probe.url }, readings, probe.failures, last, ports.now())
}

const answerSchema = z.object({
  status: z.literal('success'),
  data: z.discriminatedUnion('resultType', [
    z.object({ resultType: z.literal('vector'), result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })) }),
    z.object({ resultType: z.literal('scalar'), result: z.tuple([z.number(), z.string()]) }),
  ]),
})

type Prometheus = NonNullable<WatchPolicy['prometheus']>

/**
 * Asks one query (Prometheus HTTP API, `/api/v1/query`) until it is clear whether it stays above its threshold. An answer without a number
 * says nothing. `at`: epoch milliseconds of the moment that is asked about, once.
 */
export async function queryHealth(
  prometheus: Prometheus,
  query: Prometheus['queries'][number],
  ports: HealthPorts,
  at?: number,
): Promise<Signal> {
  const readings: boolean[] = []
  const most = at === undefined ? prometheus.failures : 1
  let last = 'no number'
  for (let tried = 0; tried < most && readings.at(-1) !== true; tried += 1) {
    if (tried > 0) await ports.sleep(prometheus.interval)
    const value = await numberOf(prometheus, query.query, ports, at)
    if (value === null) continue
    readings.push(value <= query.threshold)
    last = `${round(value)} against at most ${query.threshold}`
  }
  return signalOf({ kind: 'query', name: query.name, url: prometheus.url }, readings, most, last, at ?? ports.now())
}

async function numberOf(prometheus: Prometheus, query: string, ports: HealthPorts, at: number | undefined): Promise<number | null> {
  const token = prometheus.tokenEnv === undefined ? undefined : ports.secret(prometheus.tokenEnv)
  const time = at === undefined ? '' : `&time=${Math.floor(at / 1000)}`
  try {
    const { status, body } = await ports.http.request({
      ...DAMPED,
      url: `${prometheus.url}/api/v1/query?query=${encodeURIComponent(query)}${time}`,
      service: 'prometheus',
      ...(token === undefined || token === '' ? {} : { headers: { authorization: `Bearer ${token}` } }),
    })
    if (status !== 200) return null
    const { data } = answerSchema.parse(JSON.parse(body))
    const value = Number(data.resultType === 'scalar' ? data.result[1] : data.result[0]?.value[1])
    return Number.isFinite(value) ? value : null
  } catch {
    // Prometheus itself being away is no verdict on what it watches.
    return null
  }
}

function signalOf(
  what: Pick<Signal, 'kind' | 'name' | 'url'>,
  readings: readonly boolean[],
  needed: number,
  last: string,
  now: number,
): Signal {
  const result = resultOfReadings(readings, needed)
  const bad = readings.filter((good) => !good).length
  return {
    ...what,
    result,
    completedAt: now,
    // So many in a row are the confirmation.
    failures: result === 'fail' ? 3 : 0,
    detail: readings.length === 0 ? `no answer (${last})` : `${bad} of ${readings.length} asked were bad, the last: ${last}`,
  }
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000
}
