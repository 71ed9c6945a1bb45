/** A terminal's text with colour codes as an SVG picture; text stays text, so that it can be searched and read aloud. */
const COLOURS: Record<string, string> = { 31: '#ff7b72', 32: '#7ee787', 33: '#e3b341', 36: '#79c0ff' }
const LINE = 19
const CHARACTER = 8.43

export function terminalSvg(text: string, title: string): string {
  const lines = text.replace(/\n+$/, '').split('\n')
  const width = Math.max(...lines.map((line) => plain(line).length)) * CHARACTER + 40
  const height = lines.length * LINE + 62
  const rows = lines.map((line, index) => `<text x="20" y="${52 + index * LINE}" xml:space="preserve">${spans(line)}</text>`)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.ceil(width)}" height="${height}" viewBox="0 0 ${Math.ceil(width)} ${height}" role="img" aria-label="${xml(title)}">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<circle cx="20" cy="18" r="5" fill="#ff5f57"/><circle cx="38" cy="18" r="5" fill="#febc2e"/><circle cx="56" cy="18" r="5" fill="#28c840"/>
<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="14" fill="#e6edf3">
${rows.join('\n')}
</g>
</svg>
`
}

function spans(line: string): string {
  let style = ''
  return line
    .split(/(\u001b\[\d{1,3}m)/)
    .map((part) => {
      const code = /^\u001b\[(\d{1,3})m$/.exec(part)?.[1]
      if (code === undefined) return part === '' ? '' : style === '' ? xml(part) : `<tspan ${style}>${xml(part)}</tspan>`
      style =
        code === '1' ? 'font-weight="bold"' : code === '2' ? 'fill="#8b949e"' : COLOURS[code] === undefined ? '' : `fill="${COLOURS[code]}"`
      return ''
    })
    .join('')
}

function plain(line: string): string {
  return line.replace(/\u001b\[\d{1,3}m/g, '')
}

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
