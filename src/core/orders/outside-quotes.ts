/** Lines that stand in a quotation or in code of the kind that GitHub shows as such are left out. */
export function outsideQuotes(markdown: string): string[] {
  const shown: string[] = []
  let fence: { mark: string; length: number } | null = null
  let quoted = false
  let paragraph = false
  let hidden = false
  for (const line of markdown.replaceAll('\r\n', '\n').replaceAll('\r', '\n').split('\n')) {
    const marks = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line)
    if (fence !== null) {
      const [, run = '', after = ''] = marks ?? []
      if (run.startsWith(fence.mark) && run.length >= fence.length && after.trim() === '') fence = null
      continue
    }
    // A comment of HTML may hold anything; nobody sees it.
    if (hidden || line.includes('<!--')) {
      const start: number = hidden ? 0 : line.lastIndexOf('<!--')
      hidden = line.indexOf('-->', start) === -1
      continue
    }
    // The info string of a backtick fence holds no backtick: else it is code inside a line.
    if (marks !== null && !(marks[1]?.startsWith('`') === true && marks[2]?.includes('`') === true)) {
      fence = { mark: marks[1]?.charAt(0) ?? '`', length: marks[1]?.length ?? 3 }
      quoted = false
      continue
    }
    const blank = line.trim() === ''
    const isQuote = /^ {0,3}>/.test(line)
    // A quotation goes on until an empty line, also without its mark (https://spec.commonmark.org/0.31.2/#lazy-continuation-line).
    quoted = isQuote || (quoted && !blank)
    const indented = /^(?: {4}| {0,3}\t)/.test(line)
    if (!quoted && !blank && !(indented && !paragraph)) shown.push(line)
    paragraph = !blank && !quoted && !(indented && !paragraph)
  }
  return shown
}
