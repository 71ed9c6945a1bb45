import type { FileState } from '../core/model/proposal.ts'
import type { NotesAnswer } from '../core/model/release.ts'
import { fetchNotes, type NotesRequest } from '../datasources/notes.ts'
import type { Workspace } from '../ports/workspace.ts'
import { readConditions } from './conditions.ts'
import { pathsOf } from './current.ts'
import { withDigests } from './digests.ts'
import { discover, type Wanted } from './discover.ts'
import { findRegistry } from './load.ts'
import { neededFiles } from './needed-files.ts'
import { notesWanted } from './notes-wanted.ts'
import { readOrders } from './orders.ts'
import type { Connection, Ports, Request } from './ports.ts'
import { emptyRecording, type Recording } from './recording.ts'
import { settle } from './settle.ts'
import { type PinnedScope, readScopes, type Situation, situate } from './situation.ts'
import { readStepEvidence } from './step-evidence.ts'

/** Kept at the top of the repository, under this name. */
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
  const { recording, workspace } = await readRepository(ports, request, purpose)
  const pinned = readScopes(recording, ports.readings)
  const situation = await readUpstreams(recording, pinned, ports, workspace)
  await ports.record?.(recording)
  return { recording, situation }
}

/** The registry and the files that it names, as they are now; nothing is known of upstreams yet. */
export async function readRepository(
  ports: Ports,
  request: Request,
  purpose: 'look' | 'propose',
): Promise<{ recording: Recording; workspace: Workspace }> {
  const { workspace, repository, base } = await ports.files(purpose)
  const registryFile = await findRegistry(workspace, request.registry)
  const { pins, others, listing } = neededFiles(registryFile, request, ports.readings)
  const paths = listing ? await workspace.list() : []
  const wanted = [...pathsOf(pins, paths), CHANGELOG_FILE, ...others].filter((path) => path !== registryFile.path)
  ports.log.progress('files', 0, wanted.length)
  const files = [...(await workspace.read(wanted)).values()].filter((file): file is FileState => file !== null)
  const recording = emptyRecording({
    now: ports.clock.now(),
    request: {
      registry: registryFile.path,
      environment: request.environment ?? null,
      components: [...request.components],
      ...(request.skipped === undefined ? {} : { skipped: request.skipped }),
    },
    repository,
    base,
    files: [registryFile, ...files].sort((a, b) => (a.path < b.path ? -1 : 1)),
    paths: [...paths],
  })
  return { recording, workspace }
}

/** Answers, digests and notes go into the recording as they come. */
async function readUpstreams(recording: Recording, pinned: readonly PinnedScope[], ports: Ports, workspace: Workspace): Promise<Situation> {
  const [first] = pinned
  if (first === undefined) return situate(recording, pinned)
  const connection = withFiles(ports.connect(first.resolved.policy), workspace)
  try {
    await ports.prepare?.(recording)
    // The upstreams first: they take the longest, and nothing has to be known of them to read the ledger.
    const [answers, orders] = await Promise.all([discover(pinned.flatMap(wantedOf), connection.io, ports.log), readOrders(ports)])
    recording.answers = answers
    if (orders.length > 0) recording.orders = orders
    recording.conditions = await readConditions(recording, pinned, connection.io, ports.log)
    const first = await readAround(situate(recording, pinned), recording, pinned, connection, ports, workspace)
    // What is found to be vulnerable may move otherwise than it would have.
    const situation = await settle(first, recording, pinned, {
      conditions: () => readConditions(recording, pinned, connection.io, ports.log),
      around: (next) => readAround(next, recording, pinned, connection, ports, workspace),
    })
    recording.statistics = connection.statistics()
    return situation
  } finally {
    connection.close()
  }
}

/** Digests, notes and the evidence of the checks, for the steps as they stand. */
async function readAround(
  resolved: Situation,
  recording: Recording,
  pinned: readonly PinnedScope[],
  connection: Connection,
  ports: Ports,
  workspace: Workspace,
): Promise<Situation> {
  const digested = await withDigests(recording.answers, resolved, connection.io)
  const situation = digested === recording.answers ? resolved : situate(Object.assign(recording, { answers: digested }), pinned)
  const [notes, readings] = await Promise.all([
    readNotes(notesWanted(situation), connection, ports),
    readStepEvidence(situation, recording, connection, workspace, ports),
  ])
  Object.assign(recording, { notes, ...readings })
  return situation
}

/** What upstreams wrote, by the key of the answers. */
export async function readNotes(
  wanted: readonly { key: string; request: NotesRequest }[],
  connection: Connection,
  ports: Ports,
): Promise<Record<string, NotesAnswer>> {
  if (wanted.length === 0) return {}
  ports.log.progress('release notes', 0, wanted.length)
  const answers = await fetchNotes(
    wanted.map(({ request }) => request),
    connection.io,
  )
  return Object.fromEntries(wanted.flatMap(({ key }, index) => (answers[index] === undefined ? [] : [[key, answers[index]]])))
}

/** Some datasources read a file of the repository itself. */
export function withFiles(connection: Connection, workspace: Workspace): Connection {
  const readFile = async (path: string) => (await workspace.read([path])).get(path)?.text ?? null
  return { ...connection, io: { ...connection.io, readFile } }
}

/** Every selected component with the versions in use, so that a datasource knows how far back it must read. */
function wantedOf({ selected, pins }: PinnedScope): Wanted[] {
  return selected.map((component) => {
    const pinned = pins.get(component.name)?.values.map((one) => one.value) ?? []
    const declared = [component.version?.value, component.fallbackVersion].filter((one) => one !== undefined)
    return { component, current: [...new Set([...pinned, ...declared])] }
  })
}
