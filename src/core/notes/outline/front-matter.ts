import type { Heading } from './headings.ts'
import { type Lines, lineAt } from './lines.ts'

const FENCE = /^---\s{0,20}$/
const FIELD = /^(title|release|version):\s{0,10}["']?(.{1,200}?)["']?\s{0,20}$/
const DIGIT = /\d/
/** Longer ones are no front matter but text behind a rule. */
const MOST_LINES = 60

/** The title in the front matter of a page (`---`, `title: Meshline 1.24 change notes`, `---`); where that names no version, its release. */
export function frontMatter(lines: Lines): Heading | null {
  if (!FENCE.test(lineAt(lines, 0))) return null
  const fields = new Map<string, string>()
  for (let index = 1; index < Math.min(lines.count, MOST_LINES); index += 1) {
    const line = lineAt(lines, index)
    if (FENCE.test(line)) return titled(fields, index)
    const field = FIELD.exec(line)
    if (field !== null) fields.set(field[1] ?? '', field[2] ?? '')
  }
  return null
}

function titled(fields: ReadonlyMap<string, string>, lastLine: number): Heading | null {
  const text = ['title', 'release', 'version'].map((name) => fields.get(name) ?? '').find((value) => DIGIT.test(value))
  return text === undefined ? null : { notation: 'atx', style: '', rank: 1, text, firstLine: 0, lastLine }
}
