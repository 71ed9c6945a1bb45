import type { Path } from '../yaml/locate.ts'

/** Something wrong with the content of a registry, at a path of it. */
export interface Mistake {
  path: Path
  message: string
  help?: string
  /** Absent: an error. */
  severity?: 'warning'
  /** Which part of the line to point at; absent: the value. */
  at?: 'key'
}

/** `` `a`, `b` and `c` ``; at most `most` of them, the rest counted. */
export function names(values: readonly string[], most = 12): string {
  const shown = values.slice(0, most).map((value) => `\`${value}\``)
  const rest = values.length - shown.length
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}

export function didYouMean(name: string | undefined): string | undefined {
  return name === undefined ? undefined : `Did you mean \`${name}\`?`
}

/** The properties of `help` only where there is help. */
export function withHelp(help: string | undefined): { help?: string } {
  return help === undefined ? {} : { help }
}
