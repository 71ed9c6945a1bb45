import * as z from 'zod'
import type { Found, PinEditor } from './contract.ts'
import { inOrder } from './order.ts'
import { replacing } from './rewrite/edits.ts'
import { scriptTokens, type Token } from './syntax/script-tokens.ts'

const locator = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,100}$/, 'it is no name of a package')
  .meta({
    description:
      "Name of a dependency in mix.exs (requirement, `tag:` or `ref:`) or of an application in config.exs; `elixir` for the project's own requirement.",
    examples: ['phoenix', 'elixir', 'esbuild'],
  })

/** Requirements of a mix project: `{:phoenix, "~> 1.7"}`, `elixir: "~> 1.19"`, `config :esbuild, version: "0.25.0"`. */
export const mix: PinEditor<string> = {
  id: 'mix',
  label: 'A dependency of an Elixir project',
  docs: 'https://hexdocs.pm/mix/Mix.Tasks.Deps.html',
  locator,
  find: (text, name) =>
    inOrder(
      requirementsIn(scriptTokens(text))
        .filter((one) => one.name === name)
        .map(({ found }) => found),
    ),
  ...replacing(() => ({ takesRanges: true })),
  similar: (text) => requirementsIn(scriptTokens(text)).map(({ name }) => name),
}

interface Requirement {
  name: string
  found: Found
}

function requirementsIn(tokens: readonly Token[]): Requirement[] {
  const attributes = attributesOf(tokens)
  return tokens.flatMap((token, at) => {
    const next = tokens[at + 1]
    if (token.text === 'elixir:' && next !== undefined) return named('elixir', resolved(next, attributes))
    if (next?.kind !== 'word' || !next.text.startsWith(':') || tokens[at + 2]?.text !== ',') return []
    if (token.text === '{') return named(next.text.slice(1), dependencyAt(tokens, at + 3, attributes))
    return token.text === 'config' ? named(next.text.slice(1), optionAt(tokens, at + 3, ['version:'], attributes)) : []
  })
}

function named(name: string, token: Token | undefined): Requirement[] {
  if (token === undefined || token.text === '' || /#\{|^[0-9a-f]{40}$/.test(token.text)) return []
  return [{ name, found: { value: token.text, start: token.start, end: token.end } }]
}

function dependencyAt(tokens: readonly Token[], at: number, attributes: ReadonlyMap<string, Token>): Token | undefined {
  const first = tokens[at]
  return (first === undefined ? undefined : resolved(first, attributes)) ?? optionAt(tokens, at, ['tag:', 'ref:'], attributes)
}

/** How far a tuple or a configuration is read for its options. */
const REACH = 400

/** The value of the first of the keys, up to the end of the tuple or the next statement. */
function optionAt(
  tokens: readonly Token[],
  from: number,
  keys: readonly string[],
  attributes: ReadonlyMap<string, Token>,
): Token | undefined {
  let depth = 0
  for (let at = from; at < tokens.length && at < from + REACH; at += 1) {
    const token = tokens[at]
    const next = tokens[at + 1]
    if (token === undefined || (token.kind === 'word' && /^(?:config|import_config|end|def|defp)$/.test(token.text))) return undefined
    if (token.kind === 'mark' && /[{[(]/.test(token.text)) depth += 1
    if (token.kind === 'mark' && /[}\])]/.test(token.text)) depth -= 1
    if (depth < 0) return undefined
    if (depth === 0 && keys.includes(token.text) && next !== undefined) return resolved(next, attributes)
  }
  return undefined
}

/** A string, or the one that an attribute (`@elixir_requirement`) stands for. */
function resolved(token: Token, attributes: ReadonlyMap<string, Token>): Token | undefined {
  return token.kind === 'string' ? token : attributes.get(token.text)
}

function attributesOf(tokens: readonly Token[]): Map<string, Token> {
  const attributes = new Map<string, Token>()
  tokens.forEach((token, at) => {
    const next = tokens[at + 1]
    if (token.kind === 'word' && token.text.startsWith('@') && next?.kind === 'string') attributes.set(token.text, next)
  })
  return attributes
}
