/** Columns padded to the widest cell, two spaces apart. Widths count code points without colour codes: names and versions are narrow. */
export function textTable(rows: readonly (readonly string[])[], indent = ''): string {
  const widths: number[] = []
  for (const row of rows) {
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, width(cell))
    })
  }
  return rows
    .map(
      (row) =>
        indent +
        row
          .map((cell, index) => cell + ' '.repeat(Math.max(0, (widths[index] ?? 0) - width(cell))))
          .join('  ')
          .trimEnd(),
    )
    .join('\n')
}

function width(cell: string): number {
  return [...cell.replace(/\u001b\[\d{1,3}m/g, '')].length
}
