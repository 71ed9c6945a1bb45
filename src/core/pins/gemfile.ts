import * as z from 'zod'
import type { Found, PinEditor } from './contract.ts'
import { inOrder } from './order.ts'
import { parseConstraint } from './rewrite/constraint.ts'
import { replacing } from './rewrite/edits.ts'
import { scriptTokens, type Token } from './syntax/script-tokens.ts'

const locator = z
  .string()
  .regex(/^[A-Za-z0-9][\w.-]{0,100}$/, 'it is no name of a gem')
  .meta({ description: 'Name of a gem in a Gemfile or gemspec; `ruby` for the Ruby version.', examples: ['rails', 'ruby'] })

const GEM = /^(?:gem|add_dependency|add_runtime_dependency|add_development_dependency)$/

/** Requirements of a Gemfile or gemspec: `gem "rails", "~> 8.0"`, `ruby "3.4.1"`, `gem "x", git: "…", tag: "v1"`. */
export const gemfile: PinEditor<string> = {
  id: 'gemfile',
  label: 'A gem of a Gemfile or gemspec',
  docs: 'https://bundler.io/man/gemfile.5.html',
  locator,
  find: (text, name) =>
    inOrder(
      gemsIn(text)
        .filter((gem) => gem.name === name)
        .map(({ found }) => found),
    ),
  ...replacing(() => ({ takesRanges: true })),
  similar: (text) => gemsIn(text).map(({ name }) => name),
}

interface Gem {
  name: string
  found: Found
}

function gemsIn(text: string): Gem[] {
  const tokens = scriptTokens(text)
  return tokens.flatMap((token, at) => {
    if (token.kind !== 'word') return []
    const open = tokens[at + 1]?.text === '(' ? at + 2 : at + 1
    if (token.text === 'ruby') return named('ruby', requirementsAt(text, tokens, open))
    const name = tokens[open]
    if (!GEM.test(token.text) || name?.kind !== 'string' || tokens[open + 1]?.text !== ',') return []
    return named(name.text, tokens[open + 2]?.kind === 'string' ? requirementsAt(text, tokens, open + 2) : tagAt(tokens, open + 2))
  })
}

function named(name: string, found: Found | undefined): Gem[] {
  return found === undefined ? [] : [{ name, found }]
}

/** The requirement strings of a gem as one place: `"~> 8.0", ">= 8.0.1"` holds as a whole. */
function requirementsAt(text: string, tokens: readonly Token[], at: number): Found | undefined {
  const first = tokens[at]
  if (!isRequirement(first)) return undefined
  let last = first
  for (let next = at + 1; tokens[next]?.text === ',' && next < at + 20; next += 2) {
    const more = tokens[next + 1]
    if (!isRequirement(more) || tokens[next + 2]?.text === '=') break
    last = more
  }
  return { value: text.slice(first.start, last.end), start: first.start, end: last.end }
}

function isRequirement(token: Token | undefined): token is Token {
  return token?.kind === 'string' && parseConstraint(token.text) !== null
}

/** `tag: "v1.2"` or `:tag => "v1.2"` among the options of a gem. */
function tagAt(tokens: readonly Token[], from: number): Found | undefined {
  for (let at = from; at < from + 60; at += 1) {
    const token = tokens[at]
    if (token === undefined || (token.kind === 'word' && GEM.test(token.text))) return undefined
    if (token.kind !== 'word' || !/^:?tag:?$/.test(token.text)) continue
    const tag = tokens.slice(at + 1, at + 4).find((next) => next.kind === 'string')
    return tag === undefined ? undefined : { value: tag.text, start: tag.start, end: tag.end }
  }
  return undefined
}
