import type { NormalForm } from './normal-form.ts'

/** A part of a sentence that can be judged by itself: the sentence without its brackets, what stands in each bracket, what follows a semicolon. */
export interface Clause {
  /** Normal form, scope taken off: ` remove CODE ` begins and ends with the words themselves. */
  text: string
  /** The first clause of its sentence. */
  leading: boolean
}

/** `css:`, `[endpoint]`, `(wasm)`, `azurerm backend:`, `CODE -`: says where, not what. */
const SCOPE =
  /^(?:\[[^\]]{1,60}\] ?:?|\((?:[a-z0-9 ,/.+-]|CODE){1,40}\) ?:?|[^ :,;()]{1,40}(?: [^ :,;()]{1,30}){0,3}: |CODE (?:-|–|—) |(?:-|–|—|:) )/

/** These say what, though a colon follows. */
const TELLING =
  /^(?:supports?|supported|requires?|requirements?|minimum|compatibility|removed?|dropped|renamed|breaking|deprecated|now|default)[ :]/

/** A verb makes a sentence of what stands before the colon. */
const SAYING =
  /(?:^| )(?:is|are|was|were|has|have|must|will|now|no longer|cannot|can|needs?|requires?|removed|renamed|required|changed|dropped)[ :]/

/** A sentence cut into clauses. Bounded: a sentence is short. */
export function clausesOf(sentence: NormalForm): Clause[] {
  const inner: string[] = []
  const outer = sentence.replace(/\(([^()]{3,600})\)/g, (_, inside: string) => {
    inner.push(inside)
    return ' '
  })
  const parts = [...outer.split(/; | -- | — | – /), ...inner.flatMap((inside) => inside.split(/[;.] /))]
  return parts
    .map((part, index) => ({ text: withoutScope(part.replace(/ {2,20}/g, ' ').trim()), leading: index === 0 }))
    .filter((clause) => clause.text.length > 2)
}

/** Takes up to three scopes off the front of a sentence. */
export function withoutScope(text: string): string {
  let rest = text
  for (let turn = 0; turn < 3; turn += 1) {
    const match = SCOPE.exec(rest)
    if (match === null || match[0].length >= rest.length || TELLING.test(match[0]) || SAYING.test(match[0])) return rest.trim()
    rest = rest.slice(match[0].length).trimStart()
  }
  return rest.trim()
}
