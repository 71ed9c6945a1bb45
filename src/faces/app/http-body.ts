import type { IncomingMessage } from 'node:http'

/** GitHub sends no more than 25 MB: https://docs.github.com/en/webhooks/webhook-events-and-payloads#payload-cap */
const MAX_BYTES = 25 * 1024 * 1024

/**
 * The body as text, or null where it is larger than any webhook: then it is read to its end and thrown away, for a sender that is cut off
 * does not see the answer. @throws Error where the sender hangs up
 */
export function readBody(request: IncomingMessage): Promise<string | null> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= MAX_BYTES) chunks.push(chunk)
      else chunks = []
    })
    request.on('end', () => resolve(bytes <= MAX_BYTES ? Buffer.concat(chunks).toString('utf8') : null))
    request.on('error', reject)
  })
}
