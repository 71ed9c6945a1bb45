import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { corrected } from './corrections.ts'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type JsonObject = { [key: string]: Json }

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  schema: JsonObject
}

export interface Operation {
  id: string
  method: string
  /** `/repos/{owner}/{repo}/pulls` */
  path: string
  /** Another host than the API's own, as release assets have. */
  upload: boolean
  /** GitHub counts it as creating content. */
  notifies: boolean
  docs: string
  parameters: Parameter[]
  body: { required: boolean; schema: JsonObject | null; contentTypes: string[] } | null
  /** JSON schema by status; null where the answer has no JSON body. */
  responses: Record<string, JsonObject | null>
}

export interface Description {
  version: string
  operations: Record<string, Operation>
  /** `METHOD /path` of every operation that GitHub has, to name those the double lacks. */
  index: { id: string; method: string; path: string }[]
  schemas: JsonObject
}

const require = createRequire(import.meta.url)

/**
 * GitHub's own description of the operations named, cut out of `@octokit/openapi`. The whole is 13 MB, so the cut is kept under
 * `node_modules/.cache`, named by the package's version and the operations.
 */
export function loadDescription(operations: readonly string[]): Description {
  const manifest = require.resolve('@octokit/openapi/package.json')
  const version = String(JSON.parse(readFileSync(manifest, 'utf8')).version)
  const key = createHash('sha1')
    .update(JSON.stringify([version, [...operations].sort(), sources()]))
    .digest('hex')
    .slice(0, 12)
  const cache = join(dirname(manifest), '..', '..', '.cache', 'github-double', `openapi-${version}-${key}.json`)
  if (existsSync(cache)) return JSON.parse(readFileSync(cache, 'utf8'))
  const whole = JSON.parse(readFileSync(join(dirname(manifest), 'generated', 'api.github.com.json'), 'utf8'))
  const description = cut(whole, version, new Set(operations))
  mkdirSync(dirname(cache), { recursive: true })
  writeFileSync(`${cache}.${process.pid}`, JSON.stringify(description))
  renameSync(`${cache}.${process.pid}`, cache)
  return description
}

/** The cut is made anew where the code that makes it has changed. */
function sources(): string[] {
  return ['extract.ts', 'corrections.ts'].map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'))
}

function cut(whole: JsonObject, version: string, wanted: ReadonlySet<string>): Description {
  const components = object(whole['components'])
  const description: Description = { version, operations: {}, index: [], schemas: {} }
  for (const [path, item] of Object.entries(object(whole['paths']))) {
    for (const [method, raw] of Object.entries(object(item))) {
      const operation = object(raw)
      const id = operation['operationId']
      if (typeof id !== 'string') continue
      description.index.push({ id, method: method.toUpperCase(), path })
      if (wanted.has(id)) description.operations[id] = readOperation(id, method, path, operation, components)
    }
  }
  const pending = Object.values(description.operations).flatMap((operation) => references(operation as unknown as Json))
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (description.schemas[name] !== undefined) continue
    const schema = convert(object(components['schemas'])[name] ?? {})
    description.schemas[name] = schema
    pending.push(...references(schema))
  }
  return description
}

function readOperation(id: string, method: string, path: string, operation: JsonObject, components: JsonObject): Operation {
  const body = operation['requestBody'] === undefined ? null : object(operation['requestBody'])
  const content = body === null ? {} : object(body['content'] ?? {})
  const json = content['application/json']
  const responses: Operation['responses'] = {}
  for (const [status, raw] of Object.entries(object(operation['responses']))) {
    const answer = object(object(deref(object(raw), components))['content'] ?? {})
    const schema = answer['application/json'] === undefined ? null : object(answer['application/json'])['schema']
    responses[status] = schema === null || schema === undefined ? null : object(convert(corrected(id, schema)))
  }
  const parameters = (operation['parameters'] as Json[] | undefined) ?? []
  return {
    id,
    method: method.toUpperCase(),
    path,
    notifies: operation['x-github'] !== undefined && object(operation['x-github'])['triggersNotification'] === true,
    upload: operation['servers'] !== undefined && JSON.stringify(operation['servers']).includes('uploads.github.com'),
    docs: String(object(operation['externalDocs'] ?? {})['url'] ?? 'https://docs.github.com/rest'),
    parameters: parameters.map((raw) => {
      const parameter = object(deref(object(raw), components))
      const place = parameter['in'] === 'path' ? 'path' : parameter['in'] === 'header' ? 'header' : 'query'
      return {
        name: String(parameter['name']),
        in: place,
        required: parameter['required'] === true,
        schema: object(convert(parameter['schema'] ?? {})),
      }
    }),
    body:
      body === null
        ? null
        : {
            required: body['required'] === true,
            schema: json === undefined ? null : object(convert(object(json)['schema'] ?? {})),
            contentTypes: Object.keys(content),
          },
    responses,
  }
}

function deref(value: JsonObject, components: JsonObject): JsonObject {
  const reference = value['$ref']
  if (typeof reference !== 'string') return value
  const [kind = '', name = ''] = reference.replace('#/components/', '').split('/')
  return object(object(components[kind] ?? {})[name] ?? {})
}

const dropped = new Set(['description', 'example', 'examples', 'title', 'deprecated', 'externalDocs', 'xml', 'discriminator'])

/** OpenAPI 3.0 schema → JSON Schema: `nullable` becomes a `null` alternative, documentation goes. */
function convert(value: Json, properties = false): Json {
  if (Array.isArray(value)) return value.map((one) => convert(one))
  if (value === null || typeof value !== 'object') return value
  const schema: JsonObject = {}
  for (const [key, one] of Object.entries(value)) {
    if (!properties && (dropped.has(key) || key.startsWith('x-') || key === 'nullable')) continue
    if (!properties && (key === 'enum' || key === 'default' || key === 'required')) schema[key] = one
    else schema[key] = convert(one, !properties && key === 'properties')
  }
  if (properties || value['nullable'] !== true) return schema
  if (Array.isArray(schema['enum']) && !schema['enum'].includes(null)) schema['enum'] = [...schema['enum'], null]
  if (typeof schema['type'] === 'string') schema['type'] = [schema['type'], 'null']
  else if (schema['enum'] === undefined) return { anyOf: [schema, { type: 'null' }] }
  return schema
}

function references(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(references)
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, one]) =>
    key === '$ref' && typeof one === 'string' ? [one.replace('#/components/schemas/', '')] : references(one),
  )
}

function object(value: Json | undefined): JsonObject {
  if (value === null || value === undefined || typeof value !== 'object' || Array.isArray(value))
    throw new Error('the API description has an unexpected shape')
  return value
}
