import pino, { type Logger } from 'pino'
import { plainLine } from '../../core/text/sanitize.ts'
import type { Log } from '../../ports/log.ts'
import { VERSION } from '../version.ts'

/**
 * One JSON object a line. Of an error only what explains it is written: errors of the webhook library carry the whole payload, those of
 * the client the whole request.
 */
export function createLogger(level: string, destination?: { write(line: string): void }): Logger {
  const options = {
    level,
    base: { app: 'pinwarden', version: VERSION },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describeError },
    redact: { paths: ['token', '*.token', 'authorization', '*.authorization', 'headers', '*.headers'], censor: '[redacted]' },
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}

function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: plainLine(String(error)) }
  return {
    type: error.name,
    message: plainLine(error.message).slice(0, 2000),
    ...('status' in error ? { status: error.status } : {}),
    ...('code' in error ? { code: error.code } : {}),
    stack: error.stack?.slice(0, 4000),
  }
}

/** The log of a run. Progress is for terminals and left out. */
export function runLog(logger: Logger): Log {
  return {
    progress: () => undefined,
    info: (message) => logger.info(plainLine(message)),
    warn: (message) => logger.warn(plainLine(message)),
    debug: (message) => logger.debug(plainLine(message)),
  }
}
