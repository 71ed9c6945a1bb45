import { fail } from '../../model/problems.ts'
import type { RegistryPath } from '../resolved.ts'
import { readAgain } from './read.ts'

/**
 * Reads the edited text again and holds it against what it should mean: an edit that YAML understands otherwise is not made at all.
 * @throws ProblemError `registry-refused`
 */
export function checkMeaning(text: string, expected: unknown, where: string): void {
  const { value, problems } = readAgain(text)
  if (problems.length === 0 && canonical(value) === canonical(expected)) return
  fail('registry-refused', `The registry cannot be edited at \`${where}\` without changing something else.`, {
    path: where,
    help: 'Write this part of the registry out in block style.',
  })
}

/** The value with one more item in the list at the path. */
export function withItem(value: unknown, path: RegistryPath, item: unknown): unknown {
  const [first, ...rest] = path
  if (first === undefined) return [...(Array.isArray(value) ? value : []), item]
  const map = isRecord(value) ? value : {}
  return { ...map, [first]: withItem(own(map, first), rest, item) }
}

/** The value without the items of the list that `drop` names; a list or mapping that becomes empty goes, too. */
export function withoutItems(value: unknown, path: RegistryPath, drop: ReadonlySet<number>): unknown {
  const [first, ...rest] = path
  if (first === undefined) {
    const left = Array.isArray(value) ? value.filter((_, index) => !drop.has(index)) : []
    return left.length === 0 ? undefined : left
  }
  if (!isRecord(value)) return value
  const inner = withoutItems(own(value, first), rest, drop)
  const others = Object.fromEntries(Object.entries(value).filter(([name]) => name !== first))
  const result = inner === undefined ? others : { ...value, [first]: inner }
  return Object.keys(result).length === 0 ? undefined : result
}

function own(map: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(map, name) ? map[name] : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** JSON with keys in order: two values that mean the same give the same text. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, inner: unknown) =>
      isRecord(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
    ) ?? 'null'
  )
}
