/** A text with `\n` line ends and without byte order mark, and where its characters stand in the file. */
export interface UnixText {
  text: string
  /** Offset in the file of an offset in `text`. */
  offsetOf(at: number): number
}

/** For patterns, in which `$` and `\n` are to mean the end of a line in Windows files too. */
export function unixText(file: string): UnixText {
  const lead = file.startsWith('\uFEFF') ? 1 : 0
  if (!file.includes('\r\n')) return { text: file.slice(lead), offsetOf: (at) => at + lead }
  const lines = file.slice(lead).split('\r\n')
  const starts: { inText: number; inFile: number }[] = []
  let inText = 0
  let inFile = lead
  for (const line of lines) {
    starts.push({ inText, inFile })
    inText += line.length + 1
    inFile += line.length + 2
  }
  return { text: lines.join('\n'), offsetOf: (at) => mapped(starts, at) }
}

function mapped(starts: readonly { inText: number; inFile: number }[], at: number): number {
  let from = 0
  let to = starts.length
  while (to - from > 1) {
    const middle = (from + to) >> 1
    if ((starts[middle]?.inText ?? 0) <= at) from = middle
    else to = middle
  }
  const start = starts[from]
  return start === undefined ? at : start.inFile + at - start.inText
}
