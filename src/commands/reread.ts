import { readRepository } from './gather.ts'
import type { Ports, Request } from './ports.ts'
import type { Recording } from './recording.ts'

/**
 * The recording with the repository's files as they are now, and what upstreams said as it was: for a base branch that moved in the middle
 * of a run. What nobody was asked for then stays unresolved, and is left alone.
 */
export async function reread(recording: Recording, ports: Ports, request: Request): Promise<Recording> {
  const { recording: fresh } = await readRepository(ports, request, 'propose')
  const { base, files, paths } = fresh
  return { ...recording, base, files, paths, request: fresh.request }
}
