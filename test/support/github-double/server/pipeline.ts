import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { GraphQLError } from 'graphql'
import type { OsvDouble } from '../../osv-double.ts'
import type { DoubleContext, Urls } from '../context.ts'
import { RestError } from '../errors.ts'
import { executeGraph, type GraphRequest, type ParsedGraph, parseGraph, readGraphRequest } from '../graphql/execute.ts'
import type { OciRegistry } from '../oci/registry.ts'
import type { RestRouter } from '../rest/router.ts'
import type { Token } from '../state.ts'
import { type Answer, render, type SentAnswer, type WireRequest } from './answer.ts'
import { applyAfter, applyBefore } from './apply-fault.ts'
import { serveDownload } from './downloads.ts'
import { type Face, faceOf } from './faces.ts'
import { type Faults, faultName } from './faults.ts'
import { isAdvertisement, serveAdvertisement } from './git-advertisement.ts'
import { etagOf, primaryLimit, type Resource } from './limits.ts'
import type { Outcome } from './listen.ts'
import type { LoggedRequest, RequestLog } from './log.ts'
import { tokenOf } from './token.ts'

export interface Hooks {
  /** Before request `k` takes effect; its promise is waited for. `'reset'` breaks the connection instead. */
  before?: (k: number, request: LoggedRequest) => Promise<unknown> | unknown
  /** After request `k` took effect and before its answer leaves. `'reset'` loses the answer. */
  after?: (k: number, request: LoggedRequest) => Promise<unknown> | unknown
}

export interface Pipeline {
  double: DoubleContext
  rest: RestRouter
  oci: OciRegistry
  osv: OsvDouble
  faults: Faults
  log: RequestLog
  hooks: Hooks
  count: number
  /** Answers of the double's own paths, below `/_double/`. */
  own: (request: WireRequest) => Promise<Answer>
}

/** One request from its bytes to its answer's bytes. */
export async function handleRequest(pipeline: Pipeline, request: WireRequest): Promise<Outcome> {
  const face = faceOf(request)
  if (face.kind === 'own') return { answer: render(await pipeline.own(request)) }
  const started = performance.now()
  pipeline.count += 1
  const { entry, graph } = describe(pipeline, face, request)
  pipeline.log.add(entry)
  const k = pipeline.count
  const finish = (outcome: Outcome, status: number): Outcome => {
    entry.status = status
    entry.milliseconds = performance.now() - started
    return outcome
  }
  const fault = pipeline.faults.take(entry)
  if (fault !== null) entry.fault = faultName(fault)
  if ((await pipeline.hooks.before?.(k, entry)) === 'reset' || fault === 'reset') return finish({ broken: true }, 0)
  if (fault !== null && typeof fault === 'object' && 'delay' in fault) await sleep(fault.delay)
  const token = face.kind === 'oci' || face.kind === 'osv' ? null : tokenOf(pipeline.double.state, request.headers['authorization'])
  const resource: Resource = face.kind === 'graphql' ? 'graphql' : 'core'
  const instead = fault === null ? null : applyBefore(fault, pipeline, token instanceof RestError ? null : token, resource)
  const answer = instead ?? (await serve(pipeline, face, request, token, graph))
  const sent = finalise(pipeline, request, face, token instanceof RestError ? null : token, resource, answer)
  if ((await pipeline.hooks.after?.(k, entry)) === 'reset') return finish({ broken: true }, 0)
  return finish(fault === null ? { answer: sent } : applyAfter(fault, sent), sent.status)
}

interface Graph {
  request?: GraphRequest
  parsed?: ParsedGraph
  problem?: string
}

function describe(pipeline: Pipeline, face: Face, request: WireRequest): { entry: LoggedRequest; graph: Graph } {
  const write = request.method !== 'GET' && request.method !== 'HEAD'
  const bearer = /^(?:bearer|token)\s+(.+)$/i.exec(request.headers['authorization'] ?? '')?.[1] ?? null
  const entry: LoggedRequest = {
    k: pipeline.count,
    method: request.method,
    path: face.path,
    face: face.kind === 'own' ? 'other' : face.kind,
    operation: '',
    fields: [],
    write,
    token: bearer,
    status: 0,
    milliseconds: 0,
  }
  const graph: Graph = {}
  if (face.kind === 'rest') {
    entry.operation = pipeline.rest.name(request.method, face.path)
    if (write && request.body.length > 0 && request.body.length < 1_000_000) entry.body = request.body.toString()
  } else if (face.kind === 'graphql') {
    try {
      graph.request = readGraphRequest(request.body)
      entry.document = graph.request.query
      entry.variables = graph.request.variables
      graph.parsed = parseGraph(graph.request)
      entry.operation = graph.parsed.name
      entry.fields = graph.parsed.fields
      entry.write = graph.parsed.write
    } catch (error) {
      graph.problem = error instanceof Error ? error.message : String(error)
      entry.operation = 'graphql (unreadable)'
    }
  } else if (face.kind === 'osv') {
    // A question, although it is sent by POST.
    entry.write = false
    entry.operation = `osv ${face.path.split('/')[2]}`
  } else if (face.kind === 'other') entry.operation = isAdvertisement(face.path) ? 'git refs' : 'download'
  else entry.operation = `${request.method} ${face.path.replace(/^\/v2\/.*\/(tags\/list|manifests|blobs).*$/, '/v2/{name}/$1')}`
  return { entry, graph }
}

async function serve(pipeline: Pipeline, face: Face, request: WireRequest, token: Token | null | RestError, graph: Graph): Promise<Answer> {
  if (face.kind === 'oci') return pipeline.oci.handle(request)
  if (face.kind === 'osv') return pipeline.osv.answer(request.method, face.path, request.body.toString())
  if ((request.headers['user-agent'] ?? '') === '') {
    const message =
      'Request forbidden by administrative rules. Please make sure your request has a User-Agent header (https://docs.github.com/en/rest/overview/resources-in-the-rest-api#user-agent-required).'
    return { status: 403, raw: message, contentType: 'text/html' }
  }
  if (token instanceof RestError) return { status: token.status, json: token.body }
  if (face.kind === 'graphql') return serveGraph(pipeline, face.urls, token, graph)
  if (face.kind === 'other') {
    if (isAdvertisement(face.path)) return serveAdvertisement(pipeline.double, face.path, request.query, token)
    const file = await serveDownload(pipeline.double, face.path, token)
    return file ?? { status: 404, json: { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' } }
  }
  // Asking how much is left costs nothing.
  const free = pipeline.rest.name(request.method, face.path) === 'rate-limit/get'
  if (!free && !pipeline.double.limits.spend(token, 'core', 1)) return primaryLimit(token, 'core', pipeline.double.state)
  return pipeline.rest.handle(request, face.path, face.urls, token)
}

async function serveGraph(pipeline: Pipeline, urls: Urls, token: Token | null, graph: Graph): Promise<Answer> {
  if (token === null) {
    const message = 'This endpoint requires you to be authenticated.'
    return {
      status: 401,
      json: {
        message,
        documentation_url: 'https://docs.github.com/graphql/guides/forming-calls-with-graphql#authenticating-with-graphql',
        status: '401',
      },
    }
  }
  if (graph.request === undefined || graph.parsed === undefined) {
    pipeline.double.violations.push(`GraphQL: ${graph.problem}`)
    return { status: 200, json: { errors: [{ message: graph.problem }] } }
  }
  try {
    return await executeGraph(pipeline.double, urls, token, graph.request, graph.parsed)
  } catch (error) {
    if (error instanceof GraphQLError) return { status: 200, json: { errors: [{ message: error.message }] } }
    throw error
  }
}

/** Headers that every answer has, and 304 where the caller has it already. */
function finalise(
  pipeline: Pipeline,
  request: WireRequest,
  face: Face,
  token: Token | null,
  resource: Resource,
  answer: Answer,
): SentAnswer {
  const sent = render(answer)
  // Neither the registry nor the files beside the API know its limits.
  if (face.kind === 'oci' || face.kind === 'osv' || face.kind === 'other') return sent
  sent.headers = {
    date: new Date(pipeline.double.clock.now()).toUTCString(),
    server: 'github.com',
    'x-github-media-type': 'github.v3; format=json',
    'x-github-api-version-selected': request.headers['x-github-api-version'] ?? '2022-11-28',
    'x-github-request-id': randomUUID().slice(0, 23).toUpperCase(),
    ...pipeline.double.limits.headers(token, resource),
    ...sent.headers,
  }
  if (face.kind !== 'rest' || sent.status !== 200 || (request.method !== 'GET' && request.method !== 'HEAD')) return sent
  const etag = etagOf(sent.body)
  sent.headers['etag'] = etag
  sent.headers['cache-control'] = token === null ? 'public, max-age=60, s-maxage=60' : 'private, max-age=60, s-maxage=60'
  sent.headers['vary'] = 'Accept, Authorization, Cookie, X-GitHub-OTP, Accept-Encoding, X-Requested-With'
  const known = (request.headers['if-none-match'] ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''))
  if (!known.includes(etag.replace(/^W\//, ''))) return sent
  // A conditional request that was answered 304 costs nothing, if it came with a valid token.
  if (token !== null) {
    pipeline.double.limits.refund(token, resource, 1)
    Object.assign(sent.headers, pipeline.double.limits.headers(token, resource))
  }
  const { 'content-type': _, ...headers } = sent.headers
  return { status: 304, headers, body: Buffer.alloc(0) }
}
