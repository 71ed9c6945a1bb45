import { z } from 'zod'
import type { GitHubDouble } from '../index.ts'
import { worldSchema } from '../world.ts'
import type { Answer, WireRequest } from './answer.ts'
import type { FaultRule } from './faults.ts'

const upstreams = z.strictObject({ upstreams: z.unknown() })

/**
 * What another process can ask of a double that runs by itself: `GET /_double/requests`, `GET /_double/violations`, `POST /_double/faults`
 * (a list of rules; an empty one clears), `POST /_double/upstreams`.
 */
export async function ownAnswer(double: GitHubDouble, request: WireRequest): Promise<Answer> {
  const route = `${request.method} ${request.path}`
  if (route === 'GET /_double/requests')
    return {
      status: 200,
      json: { total: double.requests.count(), byOperation: double.requests.byOperation(), requests: double.requests.all() },
    }
  if (route === 'GET /_double/violations') return { status: 200, json: double.violations }
  if (route === 'POST /_double/faults') {
    const rules: FaultRule[] = JSON.parse(request.body.toString())
    if (rules.length === 0) double.faults.clear()
    double.faults.add(...rules)
    return { status: 204 }
  }
  if (route === 'POST /_double/upstreams') {
    const given = upstreams.parse(JSON.parse(request.body.toString()))
    await double.addUpstreams(worldSchema.parse(given).upstreams)
    return { status: 204 }
  }
  return { status: 404, json: { message: `the double has no ${route}` } }
}
