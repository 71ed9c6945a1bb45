import { describe, expect, it } from 'vitest'
import { HttpFailure, type HttpRequest } from '../ports/http.ts'
import { type HealthPorts, probeHealth, queryHealth } from './health.ts'

const probe = { url: 'https://shop.example.com/healthz', status: [200, 204], timeout: 5000, interval: 10_000, failures: 3 }
const query = { name: 'error rate' as const, query: 'sum(rate(errors[5m]))', threshold: 0.05 }
const prometheus = { url: 'https://prom.example.com', tokenEnv: 'PROM_TOKEN', queries: [query], interval: 15_000, failures: 3 }

function portsWith(answers: readonly (number | string | Error)[]): HealthPorts & { sent: HttpRequest[]; slept: number[] } {
  const left = [...answers]
  const [sent, slept]: [HttpRequest[], number[]] = [[], []]
  return {
    sent,
    slept,
    now: () => 1_000_000,
    sleep: async (ms) => void slept.push(ms),
    secret: (name) => (name === 'PROM_TOKEN' ? 'secret' : undefined),
    http: {
      request: async (request) => {
        sent.push(request)
        const next = left.shift() ?? 200
        if (next instanceof Error) throw next
        const [status, body] = typeof next === 'number' ? [next, ''] : [200, next]
        return { status, headers: {}, body, url: request.url, origin: 'network' }
      },
    },
  }
}

const vector = (value: string) =>
  JSON.stringify({ status: 'success', data: { resultType: 'vector', result: [{ metric: {}, value: [1, value] }] } })

describe('a health address', () => {
  it('is good at the first good answer', async () => {
    const ports = portsWith([502, 204])
    expect(await probeHealth(probe, ports)).toMatchObject({
      result: 'pass',
      failures: 0,
      detail: '1 of 2 asked were bad, the last: status 204',
    })
    expect(ports.slept).toEqual([10_000])
  })

  it('fails by three bad answers in a row, resets among them, and says the last', async () => {
    const ports = portsWith([502, new HttpFailure('network', 'shop.example.com reset the connection'), 503])
    expect(await probeHealth(probe, ports)).toMatchObject({
      kind: 'probe',
      result: 'fail',
      detail: '3 of 3 asked were bad, the last: status 503',
    })
    expect(ports.sent).toHaveLength(3)
    expect(ports.sent[0]).toMatchObject({ ttl: 0, retries: 0, timeout: 5000 })
  })
})

describe('a Prometheus query', () => {
  it('fails only while it stays above its threshold', async () => {
    expect(await queryHealth(prometheus, query, portsWith([vector('0.2'), vector('0.3'), vector('0.06')]))).toMatchObject({
      result: 'fail',
      detail: '3 of 3 asked were bad, the last: 0.06 against at most 0.05',
    })
    expect(await queryHealth(prometheus, query, portsWith([vector('0.2'), vector('0.05')]))).toMatchObject({ result: 'pass' })
  })

  it('sends its own token, and asks about the moment before the merge once', async () => {
    const ports = portsWith([vector('0.01')])
    expect(await queryHealth(prometheus, query, ports, 60_000)).toMatchObject({ result: 'pass', completedAt: 60_000 })
    expect(ports.sent).toMatchObject([
      {
        url: 'https://prom.example.com/api/v1/query?query=sum(rate(errors%5B5m%5D))&time=60',
        headers: { authorization: 'Bearer secret' },
      },
    ])
  })

  it.each([
    ['NaN', vector('NaN')],
    ['no series', JSON.stringify({ status: 'success', data: { resultType: 'vector', result: [] } })],
    ['a login page', '<html>'],
    ['an error', 500],
  ])('says nothing where Prometheus gives no number: %s', async (_, answer) => {
    expect(await queryHealth(prometheus, query, portsWith([answer, answer, answer]))).toMatchObject({ result: 'absent', failures: 0 })
  })
})
