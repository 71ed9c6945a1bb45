import type { FileState } from '../core/model/proposal.ts'
import type { NotesAnswer } from '../core/model/release.ts'
import { fetchNotes, type NotesRequest } from '../datasources/notes.ts'
import { needsListing, pinPaths, readPins } from './current.ts'
import { withDigests } from './digests.ts'
import { discover, type Wanted } from './discover.ts'
import { findRegistry, readRegistry } from './load.ts'
import { notesWanted } from './notes-wanted.ts'
import type { Connection, Ports, Request } from './ports.ts'
import { type Recording, registryOf, requestOf } from './recording.ts'
import { selectScopes } from './scopes.ts'
import { type Situation, situate } from './situation.ts'

/** Kept at the top of the repository, under one of these names. */
export const CHANGELOG_FILE = 'CHANGELOG.md'

/**
 * Reads everything that a decision depends on, in three rounds: the registry and the files that it names; the upstreams; and, for
 * components with a step, what upstream wrote. Thinks only as far as it must to know what to read next.
 */
export async function gather(
  ports: Ports,
  request: Request,
  purpose: 'look' | 'propose',
): Promise<{ recording: Recording; situation: Situation }> {
  if (ports.replay !== undefined) return { recording: ports.replay, situation: situate(ports.replay) }
  const recording = await readRepository(ports, request, purpose)
  const scopes = selectScopes(readRegistry(registryOf(recording)), requestOf(recording))
  const [first] = scopes
  if (first !== undefined) {
    const connection = ports.connect(first.resolved.policy)
    try {
      await readUpstreams(recording, connection, ports)
    } finally {
      connection.close()
    }
  }
  await ports.record?.(recording)
  return { recording, situation: situate(recording) }
}

async function readRepository(ports: Ports, request: Request, purpose: 'look' | 'propose'): Promise<Recording> {
  const { workspace, repository, base } = await ports.files(purpose)
  const registryFile = await findRegistry(workspace, request.registry)
  const components = selectScopes(readRegistry(registryFile), request).flatMap((scope) => scope.resolved.components)
  const paths = needsListing(components) ? await workspace.list() : []
  const wanted = [...pinPaths(components, paths), CHANGELOG_FILE].filter((path) => path !== registryFile.path)
  ports.log.progress('files', 0, wanted.length)
  const files = [...(await workspace.read(wanted)).values()].filter((file): file is FileState => file !== null)
  return {
    schema: 'pinwarden/recording@1',
    now: ports.clock.now(),
    request: { registry: registryFile.path, environment: request.environment ?? null, components: [...request.components] },
    repository,
    base,
    files: [registryFile, ...files].sort((a, b) => (a.path < b.path ? -1 : 1)),
    paths: [...paths],
    answers: {},
    notes: {},
    statistics: { requests: 0, cacheHits: 0, revalidated: 0, stale: 0 },
  }
}

async function readUpstreams(recording: Recording, connection: Connection, ports: Ports): Promise<void> {
  recording.answers = await discover(wantedOf(recording), connection.io, ports.log)
  const situation = situate(recording)
  recording.answers = await withDigests(recording.answers, situation, connection.io)
  const requests = notesWanted(situation)
  if (requests.length > 0) {
    ports.log.progress('release notes', 0, requests.length)
    const answers = await fetchNotes(
      requests.map(({ request }) => request),
      connection.io,
    )
    recording.notes = Object.fromEntries(requests.map(({ key }, index) => [key, answers[index] ?? missing(requests[index]?.request)]))
  }
  recording.statistics = connection.statistics()
}

function missing(request: NotesRequest | undefined): NotesAnswer {
  return { ok: false, cause: { code: 'invalid-answer', message: `no answer for ${request?.repository ?? 'the notes'}` } }
}

/** Every selected component with the versions in use, so that a datasource knows how far back it must read. */
function wantedOf(recording: Recording): Wanted[] {
  const files = new Map(recording.files.map((file) => [file.path, file]))
  return selectScopes(readRegistry(registryOf(recording)), requestOf(recording)).flatMap(({ selected }) =>
    selected.map((component) => {
      const pins = readPins(component, files, recording.paths).values.map((one) => one.value)
      const declared = [component.version?.value, component.fallbackVersion].filter((one) => one !== undefined)
      return { component, current: [...new Set([...pins, ...declared])] }
    }),
  )
}
