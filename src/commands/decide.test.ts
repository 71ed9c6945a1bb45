import { expect, it } from 'vitest'
import type { NotesDocument } from '../core/model/release.ts'
import { judgeAll } from './decide.ts'
import { emptyRecording } from './recording.ts'
import { readScopes, situate } from './situation.ts'

/** Judges one step; counts how often the text of its notes is looked at. */
function judged(safety: string): { checks: string[]; looks: number } {
  let looks = 0
  const document: NotesDocument = {
    kind: 'changelog',
    url: 'https://acme.example/CHANGELOG.md',
    get text() {
      looks += 1
      return '## 1.2.4\n\n- Remove the `x` option\n\n## 1.2.3\n'
    },
  }
  const registry = `global: { safety: ${safety} }\ncomponents:\n  tool: { version: 1.2.3, github_repo: acme/tool }\n`
  const recording = emptyRecording({
    now: Date.parse('2026-11-21'),
    request: { registry: 'versions.yaml', environment: null, components: [] },
    repository: 'acme/platform',
    base: null,
    files: [{ path: 'versions.yaml', text: registry, blob: 'b1', mode: '100644' }],
    paths: [],
  })
  for (const key of readScopes(recording).flatMap((scope) => [...scope.keys.values()])) {
    recording.answers[key] = { ok: true, origin: 'api', releases: ['1.2.4', '1.2.3'].map((version) => ({ tag: version, version })) }
    recording.notes[key] = { ok: true, documents: [document] }
  }
  const upgrade = judgeAll(recording, situate(recording))[0]?.upgrades[0]
  return { checks: upgrade?.findings.map(({ check }) => check) ?? [], looks }
}

it('reads no notes where the policy does not ask what breaks', () => {
  const asked = judged('{ minimum_release_age: 0d }')
  expect(asked.checks).toContain('breaking-changes')
  expect(asked.looks).toBeGreaterThan(0)
  const unasked = judged('{ minimum_release_age: 0d, breaking_change_detection: false }')
  expect(unasked.checks).not.toContain('breaking-changes')
  expect(unasked.looks).toBe(0)
})
