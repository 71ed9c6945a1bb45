import type { NormalForm } from './normal-form.ts'

/** A part of a sentence that can be judged by itself: the sentence without its brackets, what stands in each bracket, what follows a semicolon. */
export interface Clause {
  /** Normal form, scope taken off: ` remove CODE ` begins and ends with the words themselves. */
  text: string
  /** The first clause of its sentence. */
  leading: boolean
  /** What stands in brackets. */
  inside: boolean
}

/** `css:`, `[endpoint]`, `(wasm)`, `azurerm backend:`, `CODE -`: says where, not what. */
const SCOPE =
  /^(?:\[[^\]]{1,60}\] ?:?|\((?:[a-z0-9 ,/.+-]|CODE){1,40}\) ?:?|[^ :,;()]{1,40}(?: [^ :,;()]{1,30}){0,3}: |CODE (?:-|–|—) |(?:-|–|—|:) )/

/** These say what, though a colon follows. */
const TELLING =
  /^(?:supports?|supported|requires?|requirements?|minimum|compatibility|removed?|dropped|renamed|breaking|deprecated|now|default)[ :]/

/** `omfile bugfix:`, `bugfix imfile:`, `fix regression in 4.0.9:`: what follows is the fault as it was, or how it was mended. */
const MENDING = /(?:^| )(?:bug|bugs|bugfix|bugfixes|fix|fixes|fixed|hotfix|regression)(?: |:)/

/** `Since this version`, `with this release,`: everything in a changelog is. */
const OF_THIS_RELEASE =
  /^(?:since|as of|with|in|from|starting (?:with|from|in)|beginning with) (?:this|the current|the present) (?:version|release)(?: on| onwards?)?,? /

/** `Changed: support Ruby 3.0+`: where it is filed. */
const FILED = /^(?:changed?|changes|updated?|added|improved): /

/** A verb makes a sentence of what stands before the colon. */
const SAYING =
  /(?:^| )(?:is|are|was|were|has|have|must|will|now|no longer|cannot|can|needs?|requires?|removed|renamed|required|changed|dropped|learns?|gains?|grows?)[ :]/

/** A sentence cut into clauses. Bounded: a sentence is short. */
export function clausesOf(sentence: NormalForm): Clause[] {
  const inner: string[] = []
  const outer = sentence.replace(/\(([^()]{3,600})\)/g, (_, inside: string) => {
    inner.push(inside)
    return ' '
  })
  const parts = outer.split(/; | -- | — | – /)
  return [...parts, ...inner.flatMap((inside) => inside.split(/[;.] /))]
    .map((part, index) => ({
      text: withoutScope(part.replace(/ {2,20}/g, ' ').trim()).replace(OF_THIS_RELEASE, ''),
      leading: index === 0,
      inside: index >= parts.length,
    }))
    .filter((clause) => clause.text.length > 2)
}

/** Takes up to three scopes off the front of a sentence. */
export function withoutScope(text: string): string {
  let rest = text.replace(FILED, '')
  for (let turn = 0; turn < 3; turn += 1) {
    const match = SCOPE.exec(rest)
    if (match === null || match[0].length >= rest.length || TELLING.test(match[0]) || SAYING.test(match[0])) return rest.trim()
    rest = (MENDING.test(match[0]) ? 'fix ' : '') + rest.slice(match[0].length).trimStart()
  }
  return rest.trim()
}
