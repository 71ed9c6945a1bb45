import type { IncomingMessage } from 'node:http'

/** GitHub sends no more than 25 MB: https://docs.github.com/en/webhooks/webhook-events-and-payloads#payload-cap */
const MAX_BYTES = 25 * 1024 * 1024

/** Bodies that are read at the same time together. Nobody has been verified yet by then, and whoever comes must not fill the memory. */
const MAX_TOGETHER = 8 * MAX_BYTES

/** The text of a body, or why there is none. */
export type Body = { ok: true; text: string } | { ok: false; why: 'too-large' | 'busy' }

/** Reads bodies within bounds: of each, and of all that are under way. */
export function createBodyReader(most = MAX_BYTES, together = MAX_TOGETHER): (request: IncomingMessage) => Promise<Body> {
  let held = 0
  /**
   * One that is too large is read to its end and thrown away, for a sender that is cut off does not see the answer.
   * @throws Error where the sender hangs up
   */
  return (request) =>
    new Promise((resolve, reject) => {
      let [chunks, bytes, own]: [Buffer[], number, number] = [[], 0, 0]
      let why: 'too-large' | 'busy' | null = Number(request.headers['content-length'] ?? 0) > most ? 'too-large' : null
      const free = () => {
        held -= own
        own = 0
        chunks = []
      }
      request.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > most) why ??= 'too-large'
        else if (held + chunk.length > together) why ??= 'busy'
        if (why !== null) return free()
        held += chunk.length
        own += chunk.length
        chunks.push(chunk)
      })
      request.on('end', () => {
        const text = why === null ? Buffer.concat(chunks).toString('utf8') : ''
        free()
        resolve(why === null ? { ok: true, text } : { ok: false, why })
      })
      request.on('error', (error) => {
        free()
        reject(error)
      })
    })
}
