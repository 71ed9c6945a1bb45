import { styleText } from 'node:util'
import type { Paint } from '../../core/reports/contract.ts'
import { plainLine } from '../../core/text/sanitize.ts'
import type { Log } from '../../ports/log.ts'

/** Colours on a terminal, none in a pipe; NO_COLOR and FORCE_COLOR are obeyed (https://no-color.org). */
export function paintFor(stream: NodeJS.WriteStream, wanted: boolean): Paint {
  if (!wanted) return (_, text) => text
  return (style, text) => styleText(style, text, { stream, validateStream: true })
}

/** Who reads may stop (`| head`): what was begun is finished all the same, and nobody is told of a bug. */
export function outliveReader(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}

/** Progress on one line that replaces itself, on a terminal alone; warnings always; the rest with `--verbose`. All on stderr. */
export function terminalLog(stream: NodeJS.WriteStream, options: { quiet: boolean; verbose: boolean }): Log & { clear(): void } {
  const live = stream.isTTY === true && !options.quiet
  let shown = false
  const clear = () => {
    if (shown) stream.write('\r\u001b[2K')
    shown = false
  }
  const line = (text: string) => {
    clear()
    stream.write(`${plainLine(text)}\n`)
  }
  return {
    clear,
    progress(stage, done, total, detail) {
      if (!live) return
      const text = `${stage} ${done}/${total}${detail === undefined ? '' : ` ${detail}`}`
      stream.write(`\r\u001b[2K${plainLine(text).slice(0, Math.max(20, (stream.columns ?? 80) - 1))}`)
      shown = true
    },
    info: (message) => {
      if (!options.quiet) line(message)
    },
    warn: (message) => line(`warning: ${message}`),
    debug: (message) => {
      if (options.verbose) line(message)
    },
  }
}
