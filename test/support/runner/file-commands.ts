/**
 * Reads a file command's file (`GITHUB_OUTPUT`, `GITHUB_ENV`, `GITHUB_STATE`) as a runner does: `name=value`, or `name<<MARK`, the value's
 * lines, `MARK`. @throws Error where a runner would fail the step
 */
export function readFileCommands(text: string): Record<string, string> {
  const values: Record<string, string> = {}
  const lines = text.split(/\r?\n/)
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (line === '') continue
    const equals = line.indexOf('=')
    const heredoc = line.indexOf('<<')
    if (heredoc >= 0 && (equals < 0 || heredoc < equals)) {
      const mark = line.slice(heredoc + 2)
      const end = lines.indexOf(mark, at + 1)
      if (mark === '' || end < 0) throw new Error(`Invalid value. Matching delimiter not found '${mark}'`)
      values[line.slice(0, heredoc)] = lines.slice(at + 1, end).join('\n')
      at = end
    } else if (equals > 0) values[line.slice(0, equals)] = line.slice(equals + 1)
    else throw new Error(`Invalid format '${line}'`)
  }
  return values
}
