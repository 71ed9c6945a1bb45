import { UNKNOWN } from './name.ts'

/** A text with its variables replaced, and for each of its characters the offset in the file where it stands; -1 for unknown ones. */
export interface Expanded {
  text: string
  offsets: readonly number[]
}

/** What a variable stands for: a text of the file, from an offset on. */
export interface VariableText {
  text: string
  start: number
}

const EXPRESSION = /\{\{[^{}\n]{0,200}\}\}/y
const VARIABLE = /\$(?:\{([A-Za-z_][\w.-]{0,100})(?:(:?[-=?+])([^{}$]{0,300}))?\}|\(([A-Za-z_][\w.-]{0,100})\)|([A-Za-z_]\w{0,100}))/y
/** References to images are short; more is no reference. */
const LONGEST = 1000

/**
 * The text at an offset with `$VAR`, `${VAR}`, `${VAR:-default}`, `$(VAR)` and `{{ expression }}` replaced by what `lookup` knows, else by the default that is
 * written there, else by the mark of the unknown. Null where the text is too long to be a reference.
 */
export function expand(text: string, start: number, lookup: (name: string) => VariableText | undefined = () => undefined): Expanded | null {
  if (text.length > LONGEST) return null
  let out = ''
  const offsets: number[] = []
  const put = (part: string, from: number) => {
    out += part
    for (let index = 0; index < part.length; index += 1) offsets.push(from === -1 ? -1 : from + index)
  }
  let at = 0
  while (at < text.length && out.length < LONGEST) {
    const found = variableAt(text, at)
    if (found === null) {
      put(text.charAt(at), start + at)
      at += 1
      continue
    }
    const known = lookup(found.name)
    if (known !== undefined && known.text !== '') put(known.text, known.start)
    else if (found.fallback !== undefined) put(found.fallback.text, start + found.fallback.start)
    else put(UNKNOWN, -1)
    at = found.end
  }
  return { text: out, offsets }
}

interface Variable {
  name: string
  fallback?: VariableText
  end: number
}

function variableAt(text: string, at: number): Variable | null {
  if (text.startsWith('{{', at)) {
    EXPRESSION.lastIndex = at
    const expression = EXPRESSION.exec(text)
    return expression === null ? null : { name: '', end: at + expression[0].length }
  }
  if (text.charAt(at) !== '$') return null
  VARIABLE.lastIndex = at
  const match = VARIABLE.exec(text)
  if (match === null) return null
  const [all, braced, operator, fallback, round, plain] = match
  const end = at + all.length
  const name = braced ?? round ?? plain ?? ''
  if (fallback === undefined || !/[-=]$/.test(operator ?? '')) return { name, end }
  return { name, end, fallback: { text: fallback, start: end - 1 - fallback.length } }
}

/**
 * Where the characters `from` to `to` of an expanded text stand in the file. Where they come from several places (`${VERSION}-alpine`), the one
 * place that holds a digit; null where there is none such or more than one.
 */
export function originOf(expanded: Expanded, from: number, to: number): { start: number; end: number } | null {
  const runs: { start: number; end: number; text: string }[] = []
  for (let index = from; index < to; index += 1) {
    const offset = expanded.offsets[index] ?? -1
    const last = runs.at(-1)
    const char = expanded.text.charAt(index)
    if (last !== undefined && (offset === -1 ? last.start === -1 : last.end === offset)) {
      last.end = offset === -1 ? -1 : offset + 1
      last.text += char
    } else runs.push({ start: offset, end: offset === -1 ? -1 : offset + 1, text: char })
  }
  const chosen = runs.length === 1 ? runs : runs.filter((run) => /\d/.test(run.text) || run.start === -1)
  const [only] = chosen
  return chosen.length === 1 && only !== undefined && only.start !== -1 ? { start: only.start, end: only.end } : null
}
