import type { FileState } from '../core/model/proposal.ts'
import { type ReadableDocument, readNotes } from '../core/notes/read-notes.ts'
import type { NotesReading } from '../core/notes/reading.ts'
import type { Readings } from '../ports/readings.ts'

/** Reads what notes say about a step, as `readNotes` does. */
export type NotesReader = typeof readNotes

/**
 * Reads notes, but not once more what an earlier run read of the very same texts; what is kept goes with the text of the registry, so that it
 * does not grow for ever.
 */
export function notesReader(readings: Readings | undefined, registry: Pick<FileState, 'path' | 'text'>): NotesReader {
  if (readings === undefined) return readNotes
  const of = [registry.path, registry.text]
  const kept = new Map(readings.find<ReadonlyMap<string, NotesReading>>('notes', of))
  const names = new WeakMap<readonly ReadableDocument[], string>()
  return (documents, from, to) => {
    const texts =
      names.get(documents) ?? readings.nameOf(documents.flatMap(({ kind, version, url, text }) => [kind, version ?? '', url ?? '', text]))
    names.set(documents, texts)
    const key = `${texts} ${from} ${to}`
    const known = kept.get(key)
    if (known !== undefined) return known
    const read = readNotes(documents, from, to)
    kept.set(key, read)
    readings.keep('notes', of, () => kept)
    return read
  }
}
