import {
  type DocumentNode,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql'
import { type DoubleContext, type Urls, userOf } from '../context.ts'
import type { Answer } from '../server/answer.ts'
import { notifyingMutations } from '../server/content-limit.ts'
import { primaryLimit, secondaryLimit } from '../server/limits.ts'
import type { Token } from '../state.ts'
import type { GraphContext } from './context.ts'
import { type Cost, costOf, nodeLimit } from './cost.ts'
import { formatError, toGraphError } from './errors.ts'
import { mutationRoot } from './mutations/index.ts'
import { queryRoot } from './root.ts'
import { githubSchema } from './schema.ts'

export interface GraphRequest {
  query: string
  variables: Readonly<Record<string, unknown>>
  operationName: string | null
}

export interface ParsedGraph {
  document: DocumentNode
  operation: OperationDefinitionNode
  /** `query Releases` */
  name: string
  fields: string[]
  write: boolean
}

const checked = new Map<string, readonly GraphQLError[]>()

/** @throws SyntaxError where the body is no GraphQL request */
export function readGraphRequest(body: Buffer): GraphRequest {
  const { query, variables, operationName } = JSON.parse(body.toString())
  if (typeof query !== 'string') throw new SyntaxError('A query attribute must be specified and must be a string.')
  return {
    query,
    variables: typeof variables === 'object' && variables !== null ? variables : {},
    operationName: typeof operationName === 'string' ? operationName : null,
  }
}

/** @throws GraphQLError where the document cannot be read or holds no such operation */
export function parseGraph(request: GraphRequest): ParsedGraph {
  const document = parse(request.query)
  const operations = document.definitions.filter((one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION)
  const operation = request.operationName === null ? operations[0] : operations.find((one) => one.name?.value === request.operationName)
  if (operation === undefined) throw new GraphQLError(`No operation named ${JSON.stringify(request.operationName)}`)
  const fields = operation.selectionSet.selections.flatMap((one) => (one.kind === Kind.FIELD ? [one.name.value] : []))
  return {
    document,
    operation,
    fields: [...new Set(fields)],
    name: `${operation.operation} ${operation.name?.value ?? '(anonymous)'}`,
    write: operation.operation === 'mutation',
  }
}

/** Runs a request against GitHub's schema. Errors of any kind come with status 200. */
export async function executeGraph(
  double: DoubleContext,
  urls: Urls,
  token: Token,
  request: GraphRequest,
  parsed: ParsedGraph,
): Promise<Answer> {
  const schema = githubSchema()
  let problems = checked.get(request.query)
  if (problems === undefined) {
    problems = validate(schema, parsed.document, undefined, { maxErrors: 5 })
    checked.set(request.query, problems)
  }
  if (problems.length > 0) {
    double.violations.push(`${parsed.name}: ${problems.map((problem) => problem.message).join('; ')}`)
    return { status: 200, json: { errors: problems.map(githubWording) } }
  }
  const cost = costOf(schema, parsed.document, parsed.operation, request.variables)
  if (cost.nodes > nodeLimit) return tooManyNodes(cost.nodes)
  const creates = parsed.write && parsed.fields.some((field) => notifyingMutations.has(field))
  if (creates && !double.content.take(token.token)) return secondaryLimit()
  if (!double.limits.spend(token, 'graphql', cost.points)) return primaryLimit(token, 'graphql', double.state)
  const context = createContext(double, urls, token, cost)
  const result = await execute({
    schema,
    document: parsed.document,
    operationName: parsed.operation.name?.value ?? null,
    rootValue: parsed.write ? mutationRoot(context) : queryRoot(context),
    contextValue: context,
    variableValues: request.variables,
    fieldResolver: createResolver(double),
  })
  for (const error of result.errors ?? []) noteOwnFailure(double, parsed, error)
  return {
    status: 200,
    json: {
      ...(result.data === undefined ? {} : { data: result.data }),
      ...(result.errors === undefined ? {} : { errors: result.errors.map(formatError) }),
    },
  }
}

function createContext(double: DoubleContext, urls: Urls, token: Token, cost: Cost): GraphContext {
  const { limit, used, reset } = double.limits.bucket(token, 'graphql')
  const rate = { cost: cost.points, limit, used, remaining: limit - used, resetAt: new Date(reset).toISOString(), nodeCount: cost.nodes }
  return { double, urls, token, actor: userOf(double.state, token.login), rate }
}

/** A field that no object has is not null: it is missing from the double, and says so loudly. */
function createResolver(double: DoubleContext): GraphQLFieldResolver<unknown, GraphContext> {
  return async (source, args, context, info) => {
    const { fieldName, parentType } = info
    const value = typeof source === 'object' && source !== null ? (source as Record<string, unknown>)[fieldName] : undefined
    if (value === undefined) {
      const words = `THE GITHUB DOUBLE DOES NOT RESOLVE ${parentType.name}.${fieldName}`
      double.violations.push(words)
      throw new GraphQLError(words)
    }
    if (typeof value !== 'function') return value
    try {
      return await value(args, context, info)
    } catch (error) {
      throw toGraphError(error)
    }
  }
}

/** An error without a `type` comes from the double's own code, not from what it plays. */
function noteOwnFailure(double: DoubleContext, parsed: ParsedGraph, error: GraphQLError): void {
  if (error.extensions['type'] === undefined && !double.violations.includes(error.message))
    double.violations.push(
      `${parsed.name}: ${error.message}${error.originalError?.stack === undefined ? '' : `\n${error.originalError.stack}`}`,
    )
}

function tooManyNodes(nodes: number): Answer {
  const format = (number: number) => number.toLocaleString('en-US')
  const message = `This query requests up to ${format(nodes)} possible nodes which exceeds the maximum limit of ${format(nodeLimit)}.`
  return { status: 200, json: { errors: [{ type: 'MAX_NODE_LIMIT_EXCEEDED', message }] } }
}

/** GitHub's words for the commonest mistake; the others keep those of graphql-js. */
function githubWording(error: GraphQLError): Record<string, unknown> {
  const unknown = /^Cannot query field "(\w+)" on type "(\w+)"/.exec(error.message)
  if (unknown === null) return formatError(error)
  const [, fieldName, typeName] = unknown
  return {
    extensions: { code: 'undefinedField', typeName, fieldName },
    ...formatError(error),
    message: `Field '${fieldName}' doesn't exist on type '${typeName}'`,
  }
}
