import type { Node } from './context.ts'
import { graphError } from './errors.ts'

export interface PageArgs {
  first?: number | null
  last?: number | null
  after?: string | null
  before?: string | null
}

/** A connection over a list. @throws GraphQLError where `first` and `last` lack, are too great, or a cursor is none */
export function connection<T>(
  name: string,
  args: PageArgs,
  items: readonly T[],
  node: (item: T) => Node | Promise<Node>,
  more: Node = {},
): Node {
  checkPage(name, args)
  let start = args.after == null ? 0 : position(args.after) + 1
  let end = args.before == null ? items.length : position(args.before)
  end = Math.min(end, items.length)
  if (args.first != null) end = Math.min(end, start + args.first)
  if (args.last != null) start = Math.max(start, end - args.last)
  const shown = items.slice(start, end)
  const nodes = () => Promise.all(shown.map(node))
  return {
    totalCount: items.length,
    pageInfo: {
      hasNextPage: end < items.length,
      hasPreviousPage: start > 0,
      startCursor: shown.length === 0 ? null : cursor(start),
      endCursor: shown.length === 0 ? null : cursor(start + shown.length - 1),
    },
    nodes,
    edges: async () => (await nodes()).map((one, index) => ({ node: one, cursor: cursor(start + index) })),
    ...more,
  }
}

function checkPage(name: string, { first, last }: PageArgs): void {
  if (first == null && last == null) {
    throw graphError(
      'MISSING_PAGINATION_BOUNDARIES',
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
    )
  }
  for (const [key, value] of [['first', first] as const, ['last', last] as const]) {
    if (value == null) continue
    if (value > 100)
      throw graphError(
        'EXCESSIVE_PAGINATION',
        `Requesting ${value} records on the \`${name}\` connection exceeds the \`${key}\` limit of 100 records.`,
      )
    if (value < 0) throw graphError('INVALID_PAGINATION', `\`${key}\` on the \`${name}\` connection cannot be less than zero.`)
  }
}

function cursor(index: number): string {
  return Buffer.from(`cursor:v2:${index}`).toString('base64')
}

function position(text: string): number {
  const found = /^cursor:v2:(\d{1,9})$/.exec(Buffer.from(text, 'base64').toString())
  if (found === null) throw graphError('INVALID_CURSOR_ARGUMENTS', `\`${text}\` does not appear to be a valid cursor.`)
  return Number(found[1])
}
