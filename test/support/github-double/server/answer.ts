/** What a handler answers, before it is put on the wire. */
export interface Answer {
  status: number
  headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  json?: unknown
  /** Sent as it is; with `contentType`. */
  raw?: Buffer | string
  contentType?: string
}

export interface WireRequest {
  method: string
  /** Path without the query, decoded by nobody yet. */
  path: string
  query: URLSearchParams
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>
  body: Buffer
  /** `http://127.0.0.1:1234` */
  origin: string
}

export interface SentAnswer {
  status: number
  headers: Record<string, string>
  body: Buffer
}

/** Bytes and headers of an answer. */
export function render(answer: Answer): SentAnswer {
  const text = answer.json === undefined ? (answer.raw ?? '') : JSON.stringify(answer.json)
  const body = typeof text === 'string' ? Buffer.from(text) : text
  const type = answer.json === undefined ? answer.contentType : 'application/json; charset=utf-8'
  return { status: answer.status, headers: { ...(type === undefined ? {} : { 'content-type': type }), ...answer.headers }, body }
}
