import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'

/** GitHub's limit of nodes that one request may ask for. */
export const nodeLimit = 500_000

export interface Cost {
  nodes: number
  /** Points of the hourly limit: requests needed to fill every connection, divided by 100, at least 1. */
  points: number
}

interface Walk {
  schema: GraphQLSchema
  fragments: Map<string, FragmentDefinitionNode>
  variables: Readonly<Record<string, unknown>>
  nodes: number
  requests: number
}

/** What GitHub would count for a query, after its documented rules. */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Cost {
  const fragments = new Map(
    document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [])),
  )
  const walk: Walk = { schema, fragments, variables, nodes: 0, requests: 0 }
  const root = schema.getRootType(operation.operation)
  if (root != null) visit(walk, operation.selectionSet, root, 1)
  return { nodes: walk.nodes, points: Math.max(1, Math.round(walk.requests / 100)) }
}

/** `parents`: how many objects of this type there can be. */
function visit(walk: Walk, set: SelectionSetNode, type: unknown, parents: number): void {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) visitField(walk, selection, type, parents)
    else if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition === undefined ? type : walk.schema.getType(selection.typeCondition.name.value)
      visit(walk, selection.selectionSet, condition, parents)
    } else {
      const fragment = walk.fragments.get(selection.name.value)
      if (fragment !== undefined) visit(walk, fragment.selectionSet, walk.schema.getType(fragment.typeCondition.name.value), parents)
    }
  }
}

function visitField(walk: Walk, field: FieldNode, type: unknown, parents: number): void {
  if (!isObjectType(type) && !isInterfaceType(type)) return
  const definition = (type as GraphQLObjectType).getFields()[field.name.value]
  if (definition === undefined || field.selectionSet === undefined) return
  const paged = definition.args.some((arg) => arg.name === 'first')
  let children = parents
  if (paged) {
    const size = numberOf(walk, field, 'first') ?? numberOf(walk, field, 'last') ?? 0
    walk.requests += parents
    walk.nodes += parents * size
    children = parents * size
  }
  visit(walk, field.selectionSet, getNamedType(definition.type), children)
}

function numberOf({ variables }: Walk, field: FieldNode, name: string): number | undefined {
  const value = field.arguments?.find((one) => one.name.value === name)?.value
  if (value?.kind === Kind.INT) return Number(value.value)
  if (value?.kind !== Kind.VARIABLE) return undefined
  const given = variables[value.name.value]
  return typeof given === 'number' ? given : undefined
}
