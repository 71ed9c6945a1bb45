import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { readNotes } from './read-notes.ts'

const FIXTURES = new URL('../../../fixtures/notes/', import.meta.url)
const casesSchema = z.array(
  z.object({
    file: z.string(),
    from: z.string(),
    to: z.string(),
    breaking: z.boolean().nullable(),
    releases: z.array(z.string()).optional(),
    items: z.array(z.string()),
    optional: z.array(z.string()).default([]),
  }),
)

function fixture(name: string): string {
  return readFileSync(new URL(name, FIXTURES), 'utf8')
}

function casesOf(folder: string) {
  return casesSchema.parse(JSON.parse(fixture(`${folder}/cases.json`)))
}

/** As a reader compares two quotes: white space, case and marks aside. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[`*_#\\]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

function quotes(one: string, other: string): boolean {
  return plain(one).includes(plain(other)) || plain(other).includes(plain(one))
}

describe('changelogs in the ways in which many projects write them', () => {
  it.each(casesOf('styles'))('$file $from → $to: breaking $breaking', ({ file, from, to, breaking, items, optional }) => {
    const text = fixture(`styles/${file}`)
    const reading = readNotes([{ kind: 'changelog', text }], from, to)
    expect(reading.verdict).toBe(breaking === null ? 'unknown' : breaking ? 'breaking' : 'none')
    for (const wanted of items) expect(reading.items.map((item) => item.text)).toContainEqual(expect.stringMatching(spaced(wanted)))
    for (const item of reading.items) {
      expect(text).toContain(item.text)
      expect([...items, ...optional].some((wanted) => quotes(item.text, wanted))).toBe(true)
    }
  })
})

/** The words with any white space between them: an entry may go over lines. */
function spaced(wanted: string): RegExp {
  return new RegExp(
    wanted
      .split(/\s+/)
      .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('\\s+'),
  )
}

describe('changelogs as published', () => {
  const read = casesOf('corpus').map((row) => ({
    ...row,
    reading: readNotes([{ kind: 'changelog', text: fixture(`corpus/${row.file}`) }], row.from, row.to),
  }))

  it.each(read)('$file $from → $to: breaking $breaking', ({ breaking, reading }) => {
    expect(reading.verdict).toBe(breaking === true ? 'breaking' : 'none')
  })

  it.each(read)('$file $from → $to: only releases of the step are read', ({ releases = [], reading }) => {
    const known = new Set(releases.map(normal))
    for (const release of reading.releasesFound) expect([...known]).toContain(normal(release))
  })

  it('finds nine of ten entries that a careful reader calls breaking, and little else', () => {
    const breaking = read.filter((row) => row.breaking === true)
    const wanted = breaking.flatMap((row) => row.items.map((item) => ({ item, row })))
    const found = wanted.filter(({ item, row }) => row.reading.items.some((one) => quotes(one.text, item)))
    const reported = breaking.flatMap((row) => row.reading.items.map((one) => ({ one, row })))
    const meant = reported.filter(({ one, row }) => [...row.items, ...row.optional].some((item) => quotes(one.text, item)))
    expect(found.length / wanted.length).toBeGreaterThanOrEqual(0.9)
    expect(meant.length / reported.length).toBeGreaterThanOrEqual(0.85)
  })
})

/** `7.2-rc3`, `7.2 RC3`. */
function normal(version: string): string {
  return version.toLowerCase().replace(/[\s-]/g, '')
}
