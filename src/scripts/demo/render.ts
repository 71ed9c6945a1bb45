import type { Paint } from '../../core/reports/contract.ts'
import { textTable } from '../../core/reports/text-table.ts'

/** Markdown of a pull request body as lines for a terminal: tables aligned, headings bold, quotations set off. For the eye, not a parser. */
export function renderMarkdown(markdown: string, paint: Paint, width: number): string {
  const blocks = markdown
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/(<details><summary>.*<\/summary>)[\s\S]*?<\/details>/g, '$1')
    .trim()
    .split(/\n{2,}/)
  return blocks
    .map((block) => renderBlock(block, paint, width))
    .filter((block) => block !== '')
    .join('\n\n')
}

function renderBlock(block: string, paint: Paint, width: number): string {
  const lines = block.split('\n')
  if (lines[0]?.startsWith('|')) return renderTable(lines, paint)
  return lines
    .map((line) => renderLine(line, paint, width))
    .filter((line) => line !== null)
    .join('\n')
}

function renderLine(line: string, paint: Paint, width: number): string | null {
  const fold = /^<details><summary>(.*)<\/summary>$/.exec(line)
  if (fold !== null) return paint('dim', `▸ ${fold[1]} (folded)`)
  const heading = /^#{1,6} (.*)$/.exec(line)
  if (heading !== null) return paint('bold', inline(heading[1] ?? '', paint))
  if (line.startsWith('>'))
    return wrap(line.replace(/^>\s?/, ''), width - 2)
      .map((part) => `${paint('dim', '│')} ${inline(part, paint)}`)
      .join('\n')
  return wrap(line, width)
    .map((part) => inline(part, paint))
    .join('\n')
}

function renderTable(lines: readonly string[], paint: Paint): string {
  const rows = lines
    .filter((line) => !/^\|[\s|:-]+\|$/.test(line))
    .map((line) =>
      line
        .replace(/^\||\|$/g, '')
        .split('|')
        .map((cell) => inline(cell.trim(), paint)),
    )
  return textTable(rows.map((row, index) => (index === 0 ? row.map((cell) => paint('dim', cell)) : row)))
}

function inline(text: string, paint: Paint): string {
  return text
    .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replace(/\*\*([^*]+)\*\*/g, (_, strong: string) => paint('bold', strong))
    .replace(/`+ ?([^`]+?) ?`+/g, (_, code: string) => paint('cyan', code))
}

function wrap(line: string, width: number): string[] {
  const parts: string[] = []
  let rest = line
  while (rest.length > width) {
    const at = rest.lastIndexOf(' ', width)
    if (at <= 0) break
    parts.push(rest.slice(0, at))
    rest = rest.slice(at + 1)
  }
  return [...parts, rest]
}
