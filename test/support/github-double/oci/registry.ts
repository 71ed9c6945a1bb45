import type { Answer, WireRequest } from '../server/answer.ts'

/** The registry face: answers below `/v2/` and `/token`. */
export interface OciRegistry {
  handle(request: WireRequest): Promise<Answer>
}

export function createOciRegistry(_images: readonly unknown[], _options: unknown): OciRegistry {
  return { handle: async () => ({ status: 404 }) }
}
