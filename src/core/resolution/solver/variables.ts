import { compareText } from '../order.ts'
import type { SolveComponent, SolveInput } from './contract.ts'

/** One component with its values: candidates newest first, then the current version where it is. */
export interface Variable {
  name: string
  values: readonly Value[]
}

/** `text: null` stands for staying at a version that is not known. */
export interface Value {
  text: string | null
  parsed: unknown
  moves: boolean
}

/** The components in order of name. Candidates that are not newer than the current version are dropped: never a downgrade. */
export function variablesOf({ components }: SolveInput): { variables: Variable[]; unknown: string[] } {
  const unknown: string[] = []
  const variables = Object.entries(components)
    .sort(([a], [b]) => compareText(a, b))
    .map(([name, component]) => ({ name, values: [...candidatesOf(name, component, unknown), currentOf(component)] }))
  return { variables, unknown }
}

function currentOf({ current, versioning }: SolveComponent): Value {
  return { text: current, parsed: current === null ? null : versioning.parse(current), moves: false }
}

function candidatesOf(name: string, component: SolveComponent, unknown: string[]): Value[] {
  const { versioning } = component
  const current = currentOf(component).parsed
  const read: Value[] = []
  for (const text of new Set(component.candidates)) {
    const parsed = versioning.parse(text)
    if (parsed === null) unknown.push(`Candidate ${text} of ${name} is no version of scheme \`${versioning.id}\` and takes no part.`)
    else if (current === null || versioning.compare(parsed, current) > 0) read.push({ text, parsed, moves: true })
  }
  return read.sort((a, b) => versioning.compare(b.parsed, a.parsed) || compareText(a.text ?? '', b.text ?? ''))
}
