import { type HclToken, hclTokens } from '../syntax/hcl-tokens.ts'
import { rememberLast } from './remember.ts'
import type { TreeNode } from './tree.ts'

type Entry = readonly [string, TreeNode]

/** Deeper nesting than any person writes; what lies below is left out. */
const DEEPEST = 60

/**
 * The body of an HCL text as one map. A block becomes a map under its type and its labels: `variable "redis" { default = "7" }` is
 * `variable.redis.default`. Only literals are values; expressions are passed over.
 */
export const hclTrees: (text: string) => TreeNode[] = rememberLast((text) => [new HclReader(hclTokens(text)).document()])

class HclReader {
  private readonly tokens: readonly HclToken[]
  private at = 0

  constructor(tokens: readonly HclToken[]) {
    this.tokens = tokens
  }

  document(): TreeNode {
    const entries: Entry[] = []
    while (this.at < this.tokens.length) {
      for (const entry of this.body(0)) entries.push(entry)
      this.at += 1
    }
    return mapOf(entries)
  }

  /** Up to the closing brace, which stays. */
  private body(depth: number): Entry[] {
    const entries: Entry[] = []
    while (this.at < this.tokens.length && !this.is('}')) {
      const entry = this.entry(depth)
      if (entry !== null) entries.push(entry)
    }
    return entries
  }

  private entry(depth: number): Entry | null {
    const key = this.tokens[this.at]
    this.at += 1
    if (key?.kind !== 'name' && key?.kind !== 'string') return null
    if (this.is('=') || this.is(':')) {
      this.at += 1
      const value = this.value(depth)
      return value === null ? null : [key.text, value]
    }
    const labels = this.labels()
    if (!this.is('{')) return null
    const body = this.braces(depth)
    return [key.text, labels.reduceRight<TreeNode>((inner, label) => mapOf([[label, inner]]), body)]
  }

  private labels(): string[] {
    const labels: string[] = []
    for (let token = this.tokens[this.at]; token?.kind === 'string' || token?.kind === 'name'; token = this.tokens[this.at]) {
      labels.push(token.text)
      this.at += 1
      if (labels.length > 5) break
    }
    return labels
  }

  private value(depth: number): TreeNode | null {
    const token = this.tokens[this.at]
    if (this.is('{') && depth < DEEPEST) return this.ended(this.braces(depth))
    if (this.is('[') && depth < DEEPEST) return this.ended(this.list(depth))
    if (token?.kind === 'string' || token?.kind === 'number') {
      this.at += 1
      const { text: value, start, end } = token
      return this.ended({ kind: 'scalar', value, start, end, ...(token.kind === 'number' ? { bare: 'json' as const } : {}) })
    }
    return this.ended(null)
  }

  /** The value, if nothing follows it that makes an expression of it; then the reader stands behind the expression. */
  private ended(value: TreeNode | null): TreeNode | null {
    if (this.atEnd()) return value
    for (let open = 0; this.at < this.tokens.length; this.at += 1) {
      if (open === 0 && this.atEnd()) break
      const text = this.tokens[this.at]?.kind === 'mark' ? this.tokens[this.at]?.text : ''
      if (text === '{' || text === '[' || text === '(') open += 1
      if (text === '}' || text === ']' || text === ')') open -= 1
    }
    return null
  }

  private braces(depth: number): TreeNode {
    this.at += 1
    if (depth >= DEEPEST) return mapOf([])
    const entries = this.body(depth + 1)
    this.at += 1
    return mapOf(entries)
  }

  private list(depth: number): TreeNode {
    const items: TreeNode[] = []
    this.at += 1
    while (this.at < this.tokens.length && !this.is(']') && !this.is('}')) {
      if (this.is(',') || this.tokens[this.at]?.kind === 'newline') {
        this.at += 1
        continue
      }
      const before = this.at
      const item = this.value(depth + 1)
      if (item !== null) items.push(item)
      if (this.at === before) this.at += 1
    }
    this.at += 1
    return { kind: 'list', items: () => items }
  }

  private atEnd(): boolean {
    const token = this.tokens[this.at]
    return token === undefined || token.kind === 'newline' || (token.kind === 'mark' && /[,}\])]/.test(token.text))
  }

  private is(mark: string): boolean {
    const token = this.tokens[this.at]
    return token?.kind === 'mark' && token.text === mark
  }
}

function mapOf(entries: readonly Entry[]): TreeNode {
  return { kind: 'map', entries: () => entries }
}
