import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import * as z from 'zod'
import { fail } from '../../core/model/problems.ts'

const journalSchema = z.object({
  pid: z.number().int().positive(),
  files: z.array(z.object({ path: z.string(), before: z.string().nullable(), after: z.string() })),
})

/** What a run is about to write, and what stood there: enough to undo it. */
export type Journal = z.infer<typeof journalSchema>
export type JournalFile = Journal['files'][number]

/** @throws ProblemError `file-changed` where there is a journal already: two runs would tread on each other */
export async function writeJournal(path: string, journal: Journal): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  try {
    await writeFile(path, JSON.stringify(journal), { flag: 'wx', flush: true })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    fail('file-changed', 'Another run is writing into this working tree; nothing was written.', { help: 'Run it again.' })
  }
}

/** Null where there is none. One that was cut off while it was written belongs to a run that had changed nothing yet: it is removed. */
export async function readJournal(path: string): Promise<Journal | null> {
  const text = await readFile(path, 'utf8').catch(() => null)
  if (text === null) return null
  try {
    return journalSchema.parse(JSON.parse(text))
  } catch {
    await rm(path, { force: true })
    return null
  }
}
