import * as z from 'zod'
import type { Found, PinEditor } from './contract.ts'
import { inOrder } from './order.ts'
import { replacing } from './rewrite/edits.ts'
import { rewriteVersion } from './rewrite/version.ts'
import { linesOf } from './syntax/lines.ts'

const locator = z
  .string()
  .regex(/^[\w][\w./~-]{0,300}$/, 'it is no module path')
  .meta({
    description: 'Path of a module as go.mod requires it; `go` or `toolchain` for those directives.',
    examples: ['github.com/gorilla/mux', 'golang.org/x/net', 'go', 'toolchain'],
  })

/** Modules of a go.mod: in `require`, on the right of `replace`, and the `go` and `toolchain` directives. */
export const gomod: PinEditor<string> = {
  id: 'gomod',
  label: 'A module of a go.mod',
  docs: 'https://go.dev/ref/mod#go-mod-file',
  locator,
  find: (text, name) =>
    inOrder(
      modulesIn(text)
        .filter((one) => one.name === name)
        .map(({ found }) => found),
    ),
  ...replacing(() => ({ rewrite: (old, next) => compatible(old, rewriteVersion(old, next)) })),
  similar: (text) => modulesIn(text).map(({ name }) => name),
}

interface Module {
  name: string
  found: Found
}

const DIRECTIVE = /^\s*(require|replace|exclude|retract|tool|ignore|godebug)\b(\s*\()?/
const MODULE = /^\s*(?:require\s+)?("?)([\w][\w./~-]*)\1\s+(v\d[\w.+-]*)(?=\s|$|\))/
const GO = /^\s*(go|toolchain)\s+(?:go)?(\d[\w.]*)/

function modulesIn(text: string): Module[] {
  const modules: Module[] = []
  let block = ''
  for (const { text: line, start } of linesOf(text)) {
    const directive = DIRECTIVE.exec(line)
    const open = directive?.[1] ?? block
    if (directive?.[2] !== undefined) block = directive[1] ?? ''
    else if (/^\s*\)/.test(line)) block = ''
    const code = line.split('//', 1)[0] ?? ''
    const right = open === 'replace' ? code.indexOf('=>') + 2 : 0
    const match = open === 'require' || right > 1 ? MODULE.exec(code.slice(right)) : block === '' ? GO.exec(code) : null
    if (match === null) continue
    const [all, first = '', second = '', third] = match
    const [name, version] = third === undefined ? [first, second] : [second, third]
    const end = start + right + all.length
    modules.push({ name, found: { value: version, start: end - version.length, end } })
  }
  return modules
}

/** A module without `/v2` in its path keeps its `+incompatible` mark: https://go.dev/ref/mod#incompatible-versions */
function compatible(old: string, next: string): string {
  return old.endsWith('+incompatible') && /^v\d/.test(next) && !next.includes('+') ? `${next}+incompatible` : next
}
