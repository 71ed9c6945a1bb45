import { type Document, LineCounter, type Node, parseDocument, visit, type YAMLError } from 'yaml'
import type { Place, Problem } from '../../model/problems.ts'
import { parseWithin } from './limits.ts'
import type { NodeProblem } from './node-checks.ts'
import { refusal, refuse } from './refuse.ts'
import { syntaxNote } from './syntax.ts'
import { type Tree, treeOf } from './tree.ts'
import { plainValue } from './values.ts'

/** A text read as YAML: its tree, its plain value, and everything wrong with it as a YAML document. */
export interface YamlText {
  document: Document
  tree: Tree | null
  value: unknown
  problems: Problem[]
  /** Offset before which the structure is certain: where the first syntax error stands, else the end. */
  certainBefore: number
  place(offset: number): Place
}

let last: { text: string; read: YamlText } | undefined

/** The same of a text that was perhaps just read: edits follow upon reading, and a large registry takes its time. Its places may name another file. */
export function readAgain(text: string): YamlText {
  return last?.text === text ? last.read : readYaml(text, '')
}

/** Reads YAML 1.2 (core schema, merge keys) without ever throwing at its content. */
export function readYaml(text: string, file: string): YamlText {
  const read = readFresh(text, file)
  last = { text, read }
  return read
}

function readFresh(text: string, file: string): YamlText {
  const lines = new LineCounter()
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { file, line, column: col }
  }
  const nothing = (problems: Problem[]): YamlText => ({
    document: empty(),
    tree: null,
    value: null,
    problems,
    certainBefore: 0,
    place,
  })
  const refused = refuse(text, file)
  if (refused.length > 0) return nothing(refused)
  try {
    const parsed = parseWithin(text, lines)
    if ('beyond' in parsed) return nothing([refusal(parsed.beyond, file)])
    const { document } = parsed
    const errors = [...document.errors, ...document.warnings].map((error) => ({ error, offset: beginning(error, document) }))
    const tree = treeOf(document)
    const { value, problems } = plainValue(tree)
    const found = [...syntaxProblems(errors, text, place), ...problems.map((problem) => nodeProblem(problem, place))]
    const structural = errors.filter(({ error }) => error.name === 'YAMLParseError').map(({ offset }) => lineStart(text, offset))
    return { document, tree, value, problems: found, certainBefore: Math.min(text.length + 1, ...structural), place }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return nothing([{ code: 'registry-refused', message: 'the file is nested too deeply to be read', at: { file } }])
  }
}

function empty(): Document {
  return parseDocument('')
}

interface FoundError {
  error: YAMLError
  offset: number
}

/** Where the mistake begins: an open quote is noticed at the end of the file only. */
function beginning(error: YAMLError, document: Document): number {
  let start = error.pos[0]
  if (error.code !== 'MISSING_CHAR' || !error.message.includes('quote')) return start
  visit(document, {
    Scalar(_key, node) {
      const [from = start, to = 0] = node.range ?? []
      if (from < error.pos[0] && to >= error.pos[0]) start = Math.min(start, from)
    },
  })
  return start
}

/** One problem a line: what the parser says of the rest of a broken line is about the same mistake. */
function syntaxProblems(errors: readonly FoundError[], text: string, place: YamlText['place']): Problem[] {
  const byLine = new Map<number, Problem>()
  for (const { error, offset } of errors) {
    const at = place(offset)
    const line = at.line ?? 0
    if (!byLine.has(line)) byLine.set(line, { code: 'registry-syntax', at, ...syntaxNote(error, lineAt(text, offset)) })
  }
  return [...byLine.values()]
}

function nodeProblem(problem: NodeProblem, place: YamlText['place']): Problem {
  const { node, first, message, help, code } = problem
  const before = first === undefined ? '' : `; the first time in line ${place(offsetOf(first)).line}`
  return { code, message: `${message}${before}`, at: place(offsetOf(node)), ...(help === undefined ? {} : { help }) }
}

export function offsetOf(node: Node | null): number {
  return node?.range?.[0] ?? 0
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1
}

function lineAt(text: string, offset: number): string {
  const start = lineStart(text, offset)
  const end = text.indexOf('\n', offset)
  return text.slice(start, end === -1 ? text.length : end).slice(0, 2000)
}
