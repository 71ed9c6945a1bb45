import * as z from 'zod'
import type { Found, PinEditor } from './contract.ts'
import { inOrder } from './order.ts'
import { replacing } from './rewrite/edits.ts'
import { withoutComment } from './syntax/comment.ts'
import { linesOf } from './syntax/lines.ts'
import { foundInScalar } from './tree/scalar-found.ts'

const locator = z
  .string()
  .regex(/^[A-Za-z_][\w.-]{0,200}$/, 'it is no name of a variable or property')
  .meta({ description: 'Name of the variable or property.', examples: ['ALPHA_VERSION', 'kafka.version'] })

/** Lines longer than this are data, not settings. */
const LONGEST = 20_000
/** A name with what may stand before and behind it: `export X=`, `X := `, `-e X=`, `"X=`, `${X:-`, `x.y : ` is none. */
const ASSIGNMENT = /(?<![\w.$-])([A-Za-z_][\w.-]{0,200})[ \t]{0,20}(?:[:?+]{0,2}=)[ \t]{0,20}/g
const INLINE_DEFAULT = /\$\{([A-Za-z_]\w{0,200}):?[-=]([^{}$"']{1,300})\}/g

/** Variables of `.env` files, properties, Makefiles and shell scripts. */
export const env: PinEditor<string> = {
  id: 'env',
  label: 'A KEY=value of a .env or properties file, a shell script or a Makefile',
  docs: 'https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax',
  locator,
  find(text, name) {
    return inOrder(
      settingsIn(text)
        .filter((setting) => setting.name === name)
        .map(({ start, end }) => valueAt(text, name, start, end)),
    )
  },
  ...replacing(),
  similar: (text) => settingsIn(text).map(({ name }) => name),
}

interface Setting {
  name: string
  start: number
  end: number
}

function settingsIn(text: string): Setting[] {
  return [...linesOf(text)].flatMap(({ text: line, start }) =>
    line.length > LONGEST || /^\s*(?:#|\/\/|;|!)/.test(line) ? [] : settingsOf(line, start),
  )
}

function settingsOf(line: string, start: number): Setting[] {
  const code = withoutComment(line)
  const settings: Setting[] = []
  for (const match of code.matchAll(ASSIGNMENT)) {
    const from = match.index + match[0].length
    const to = from + valueLength(code.slice(from))
    if (to > from && code.charAt(from) !== '=') settings.push({ name: match[1] ?? '', start: start + from, end: start + to })
  }
  for (const match of code.matchAll(INLINE_DEFAULT)) {
    const end = match.index + match[0].length - 1
    settings.push({ name: match[1] ?? '', start: start + end - (match[2]?.length ?? 0), end: start + end })
  }
  return settings
}

/** `"1.2"` with its quotes, `1.2` up to what ends a word of the shell. */
function valueLength(rest: string): number {
  return (/^"[^"]*"|^'[^']*'|^(?:\$\{[^{}]*\}|[^\s;&|"'`<>(){}])+/.exec(rest)?.[0] ?? '').length
}

function valueAt(text: string, name: string, start: number, end: number): Found | null {
  const quoted = /["']/.test(text.charAt(start)) ? 1 : 0
  const from = start + quoted
  const to = end - quoted
  const value = text.slice(from, to)
  return value === '' ? null : foundInScalar(text, { kind: 'scalar', value, start: from, end: to }, name)
}
