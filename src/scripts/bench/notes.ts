import { readFileSync } from 'node:fs'
import { readNotes } from '../../core/notes/read-notes.ts'
import { median } from './process.ts'
import type { Row } from './thousand.ts'

/** A real changelog, its releases written again and again under other numbers until the text is so long. */
function changelogOf(bytes: number): string {
  const text = readFileSync('fixtures/demo/texts/prometheus__node_exporter/CHANGELOG.md', 'utf8')
  const parts: string[] = []
  let length = 0
  for (let round = 0; length < bytes; round += 1) {
    const part = text.replace(/^## (\d+)\./gm, (_, major: string) => `## ${Number(major) + 2 * (10_000 - round)}.`)
    parts.push(part)
    length += part.length
  }
  return parts.join('\n').slice(0, bytes)
}

function time(work: () => void): number {
  const runs = Array.from({ length: 5 }, () => {
    const started = performance.now()
    work()
    return performance.now() - started
  })
  return median(runs)
}

/** Reading long and many release notes, in this process and warm. */
export function notesFigures(): Row[] {
  const [five, one] = [5_000_000, 1_000_000].map((bytes) => ({
    kind: 'changelog' as const,
    text: changelogOf(bytes),
    url: 'https://example.com',
  }))
  const small = {
    kind: 'changelog' as const,
    text: readFileSync('fixtures/demo/texts/prometheus__node_exporter/CHANGELOG.md', 'utf8'),
    url: 'https://example.com',
  }
  if (five === undefined || one === undefined) return []
  const [from, to] = ['20000.8.0', '20001.3.1']
  // A document of its own each time: one that was read before is not read again.
  const [long, short] = [time(() => readNotes([{ ...five }], from, to)), time(() => readNotes([{ ...one }], from, to))]
  const thousand = time(() => {
    for (let step = 0; step < 1000; step += 1) readNotes([{ ...small, url: `https://example.com/${step}` }], '1.8.2', '1.9.1')
  })
  return [
    { what: 'a changelog of 5 MB read', value: long, bound: 250, unit: 'ms' },
    { what: '… against one of 1 MB, per byte', value: long / short / 5, bound: 1.5, unit: 'x' },
    { what: '1,000 upgrades judged by their changelogs of 40 KB', value: thousand, bound: 2000, unit: 'ms' },
  ]
}
