import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import type { Description, Operation } from './extract.ts'

export interface Validator {
  /** Problems of a request, in words; query values are turned into the described types in place. */
  request(
    operation: Operation,
    parts: { path: Record<string, unknown>; query: Record<string, unknown>; body: unknown; contentType: string },
  ): string[]
  /** Problems of an answer. An error status that the description does not list may have any body with a message. */
  response(operation: Operation, status: number, body: unknown): string[]
}

/** Requests and answers against GitHub's description; each schema is compiled when it is first needed. */
export function createValidator(description: Description): Validator {
  const options = { strict: false, allErrors: true, logger: false as const, validateFormats: true, inlineRefs: false }
  const strict = new Ajv(options)
  const coercing = new Ajv({ ...options, coerceTypes: 'array' as const })
  for (const ajv of [strict, coercing]) {
    addFormats.default(ajv)
    ajv.addSchema({ $id: 'api', components: { schemas: description.schemas } })
  }
  const compiled = new Map<string, ValidateFunction>()

  function compile(key: string, schema: unknown, ajv: Ajv): ValidateFunction {
    let found = compiled.get(key)
    if (found === undefined) {
      found = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"api#/components/')))
      compiled.set(key, found)
    }
    return found
  }

  function parameters(operation: Operation, place: 'path' | 'query', values: Record<string, unknown>): string[] {
    const own = operation.parameters.filter((parameter) => parameter.in === place)
    const schema = {
      type: 'object',
      properties: Object.fromEntries(own.map((parameter) => [parameter.name, parameter.schema])),
      required: own.filter((parameter) => parameter.required).map((parameter) => parameter.name),
      additionalProperties: false,
    }
    return problems(compile(`${operation.id} ${place}`, schema, coercing), values, place)
  }

  return {
    request(operation, { path, query, body, contentType }) {
      const found = [...parameters(operation, 'path', path), ...parameters(operation, 'query', query)]
      if (operation.body === null) {
        // Octokit sends no body where none is described; an empty object is harmless.
        if (body !== undefined && JSON.stringify(body) !== '{}') found.push('body: the operation takes none')
        return found
      }
      if (operation.body.schema === null) return found
      if (body === undefined) return operation.body.required ? [...found, 'body: is required'] : found
      if (!/^application\/(json|vnd\.github[^;]*\+json)/.test(contentType)) found.push(`body: content-type ${contentType} is not JSON`)
      found.push(...problems(compile(`${operation.id} body`, operation.body.schema, strict), body, 'body'))
      return [...found, ...unknownKeys(operation.body.schema, body)]
    },
    response(operation, status, body) {
      const schema = operation.responses[String(status)]
      if (schema === undefined || (schema === null && status >= 400)) {
        if (status < 400) return [`answer: status ${status} is not described`]
        return hasMessage(body) ? [] : ['answer: an error needs a message']
      }
      if (schema === null) return body === undefined ? [] : ['answer: no JSON body is described']
      return problems(compile(`${operation.id} ${status}`, schema, strict), body, 'answer')
    },
  }
}

function problems(validate: ValidateFunction, value: unknown, place: string): string[] {
  if (validate(value)) return []
  const errors = validate.errors ?? []
  return errors.slice(0, 8).map((error) => {
    const detail = error.keyword === 'additionalProperties' ? ` (${error.params['additionalProperty']})` : ''
    return `${place}${error.instancePath}: ${error.message}${detail}`
  })
}

/** GitHub ignores body keys that it does not know; here they are a mistake, for a misspelt key does nothing in silence. */
function unknownKeys(schema: unknown, body: unknown): string[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return []
  const known = new Set<string>()
  if (!collect(schema, known)) return []
  return Object.keys(body)
    .filter((key) => !known.has(key))
    .map((key) => `body/${key}: is not described`)
}

function collect(schema: unknown, known: Set<string>): boolean {
  if (typeof schema !== 'object' || schema === null) return false
  const { properties, additionalProperties, anyOf, oneOf, allOf } = schema as Record<string, unknown>
  if (typeof properties === 'object' && properties !== null) for (const key of Object.keys(properties)) known.add(key)
  const parts = [anyOf, oneOf, allOf].flatMap((one) => (Array.isArray(one) ? one : []))
  for (const part of parts) collect(part, known)
  return known.size > 0 && additionalProperties !== true
}

function hasMessage(body: unknown): boolean {
  return typeof body === 'object' && body !== null && typeof (body as Record<string, unknown>)['message'] === 'string'
}
