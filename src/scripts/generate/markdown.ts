/** A Markdown table; cells are one line each. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('\n', ' ').replaceAll('|', '\\|')).join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n')
}

/** The page with the part between `<!-- begin: name -->` and `<!-- end: name -->` replaced. @throws Error where the page has no such part */
export function replaceBetween(page: string, name: string, text: string, file: string): string {
  const [open, close] = [`<!-- begin: ${name} -->`, `<!-- end: ${name} -->`]
  const [start, end] = [page.indexOf(open), page.indexOf(close)]
  if (start === -1 || end < start) throw new Error(`${file} has no part between ${open} and ${close}`)
  return `${page.slice(0, start + open.length)}\n${text.trim()}\n${page.slice(end)}`
}
