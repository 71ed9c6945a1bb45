import { z } from 'zod'
import type { GitHubDouble } from '../index.ts'
import { worldSchema } from '../world.ts'
import type { Answer, WireRequest } from './answer.ts'
import type { FaultRule } from './faults.ts'

/**
 * What another process can ask of a double that runs by itself: `GET /_double/requests`, `GET /_double/violations`, `POST /_double/faults`
 * (a list of rules; an empty one clears), `POST /_double/world` (`upstreams` and
 * `images` of a world, added or replaced), `POST /_double/advance` (`milliseconds`).
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
  if (route === 'POST /_double/world') {
    const { upstreams, images } = worldSchema.pick({ upstreams: true, images: true }).parse(JSON.parse(request.body.toString()))
    await double.addUpstreams(upstreams)
    double.addImages(images)
    return { status: 204 }
  }
  if (route === 'POST /_double/advance') {
    double.clock.advance(z.strictObject({ milliseconds: z.number() }).parse(JSON.parse(request.body.toString())).milliseconds)
    return { status: 204 }
  }
  return { status: 404, json: { message: `the double has no ${route}` } }
}
