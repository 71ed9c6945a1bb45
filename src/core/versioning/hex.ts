import { MAX_RANGE_LENGTH } from './constraint.ts'
import type { Order, RangeOptions, Versioning } from './contract.ts'
import { bump } from './numeral.ts'
import { compareSemantic, parseSemantic, parseTag, type Semantic, semanticDistance, semanticParts } from './semantic.ts'

/** Hex and Elixir: SemVer, with the requirements of Elixir's `Version` module. */
export const hex: Versioning<Semantic> = {
  id: 'hex',
  label: 'Hex packages and Elixir',
  docs: 'https://hexdocs.pm/elixir/Version.html',
  parse: parseTag,
  format: (v) => v.text,
  compare: compareSemantic,
  isStable: (v) => v.pre.length === 0,
  distance: semanticDistance,
  parts: semanticParts,
  rangeExamples: ['~> 1.7', '~> 1.7.14', '>= 1.14.0 and < 1.18.0', '~> 0.20 or ~> 1.0'],
  range: requirement,
}

type Predicate = (v: Semantic) => boolean

const TERM = /^(>=|<=|~>|>|<|==|!=|!)?(.+)$/

/** Requirements joined by `and`, alternatives by `or`; `and` binds closer. */
function requirement(text: string, options: RangeOptions = {}): Predicate | null {
  if (text.length > MAX_RANGE_LENGTH) return null
  const alternatives: Predicate[][] = []
  for (const terms of alternativesOf(text)) {
    const all = terms.map((term) => termOf(term, options.allowPre ?? true))
    if (!all.every((term) => term !== null)) return null
    alternatives.push(all)
  }
  return (v) => alternatives.some((terms) => terms.every((holds) => holds(v)))
}

/** The requirements of each alternative, without spaces; an empty one where it is missing. */
function alternativesOf(text: string): string[][] {
  const alternatives = [['']]
  for (const word of text.split(/ +/)) {
    const terms = alternatives.at(-1)
    if (word === 'or') alternatives.push([''])
    else if (word === 'and') terms?.push('')
    else if (terms !== undefined) terms[terms.length - 1] += word
  }
  return alternatives
}

function termOf(text: string, allowPre: boolean): Predicate | null {
  const [, operator = '==', operand = ''] = TERM.exec(text) ?? []
  if (operator === '~>') return pessimistic(operand, allowPre)
  const bound = parseSemantic(operand)
  if (bound === null) return null
  const order = (v: Semantic): Order => compareSemantic(v, bound)
  const admits = admitsPre(bound, allowPre)
  switch (operator) {
    case '>':
      return (v) => order(v) > 0 && admits(v)
    case '>=':
      return (v) => order(v) >= 0 && admits(v)
    case '<':
      return (v) => order(v) < 0
    case '<=':
      return (v) => order(v) <= 0
    case '==':
      return (v) => order(v) === 0
    default:
      return (v) => order(v) !== 0
  }
}

/** `~> 2.1.3` is `>= 2.1.3 and < 2.2.0`, `~> 2.1` is `>= 2.1.0 and < 3.0.0`, never a pre-release of the upper bound. */
function pessimistic(operand: string, allowPre: boolean): Predicate | null {
  const [, head = '', tail = ''] = /^([^+-]*)(.*)$/s.exec(operand) ?? []
  const parts = head.split('.').length
  const bound = parts === 2 ? parseSemantic(`${head}.0${tail}`) : parseSemantic(operand)
  if (bound === null) return null
  const release = [...bump(bound.release, parts === 2 ? 0 : 1), '0', '0'].slice(0, 3)
  const end: Semantic = { text: '', release, pre: ['0'], build: null }
  const admits = admitsPre(bound, allowPre)
  return (v) => compareSemantic(v, bound) >= 0 && compareSemantic(v, end) < 0 && admits(v)
}

function admitsPre(bound: Semantic, allowPre: boolean): Predicate {
  return allowPre || bound.pre.length > 0 ? () => true : (v) => v.pre.length === 0
}
