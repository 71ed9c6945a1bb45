import { describe, expect, it } from 'vitest'
import type { Answer, ReleaseLine } from '../core/model/release.ts'
import { emptyRecording, type Recording } from './recording.ts'
import { settle } from './settle.ts'
import { readScopes, situate } from './situation.ts'

const NOW = Date.UTC(2026, 10, 21)
const LINES: ReleaseLine[] = [
  { line: '25', lts: false },
  { line: '24', lts: true, eol: Date.UTC(2028, 3, 30) },
  { line: '22', lts: true, eol: Date.UTC(2027, 3, 30) },
  { line: '21', lts: false, eol: Date.UTC(2024, 5, 1) },
]

/** A recording of one image of Node.js, with end-of-life data of its product or without. */
function recordingOf(component: string, tags: readonly string[], lines?: readonly ReleaseLine[]): Recording {
  const text = `components:\n  runtime:\n    source: { datasource: docker, package: node }\n    versioning: docker\n${component}`
  const recording = emptyRecording({
    now: NOW,
    request: { registry: 'versions.yaml', environment: null, components: [] },
    repository: null,
    base: null,
    files: [{ path: 'versions.yaml', text, blob: '', mode: '100644' }],
    paths: [],
  })
  if (lines !== undefined) recording.lifecycles = { nodejs: { ok: true, releases: [], origin: 'api', lines } }
  const key = readScopes(recording)[0]?.keys.get('runtime') ?? ''
  const answer: Answer = { ok: true, origin: 'api', releases: tags.map((tag) => ({ tag, version: tag })) }
  return { ...recording, answers: { [key]: answer } }
}

const stepsOf = (recording: Recording) => situate(recording).scopes.flatMap(({ steps }) => steps.map(({ lane, to }) => `${lane} ${to}`))

describe('end-of-life data of a known product', () => {
  const tags = ['20.1.0', '20.2.0', '21.9.0', '22.1.0', '24.3.0', '25.1.0']

  it('tells which lines have long-term support', () => {
    const lts = '    version: 20.1.0\n    strategy: lts\n'
    expect(stepsOf(recordingOf(lts, tags))).toEqual([])
    expect(stepsOf(recordingOf(lts, tags, LINES))).toEqual(['major 24.3.0'])
    expect(stepsOf(recordingOf(`${lts}    lts_lines: ["22"]\n`, tags))).toEqual(['major 22.1.0'])
  })

  it('keeps steps out of lines that have ended', () => {
    const latest = '    version: 20.1.0\n    strategy: latest\n'
    const known = ['20.1.0', '20.2.0', '21.9.0']
    expect(stepsOf(recordingOf(latest, known))).toEqual(['safe 20.2.0', 'major 21.9.0'])
    expect(stepsOf(recordingOf(latest, known, LINES))).toEqual(['safe 20.2.0'])
  })

  it('is looked at again once it is there, and only then', async () => {
    const recording = recordingOf('    version: 20.1.0\n    strategy: lts\n', tags)
    const pinned = readScopes(recording)
    const first = situate(recording, pinned)
    const rounds: string[][] = []
    const read = {
      conditions: async () => ({}),
      around: async (next: typeof first) => {
        rounds.push(next.scopes.flatMap(({ steps }) => steps.map(({ to }) => to)))
        return next
      },
    }
    expect(await settle(first, recording, pinned, read)).toBe(first)
    recording.lifecycles = recordingOf('', [], LINES).lifecycles
    const settled = await settle(first, recording, pinned, read)
    expect(rounds).toEqual([['24.3.0']])
    expect(settled.scopes[0]?.steps.map(({ to }) => to)).toEqual(['24.3.0'])
  })
})
