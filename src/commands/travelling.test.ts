import { describe, expect, it } from 'vitest'
import type { FileState } from '../core/model/proposal.ts'
import { gitBlobId } from '../core/text/digest.ts'
import { gather } from './gather.ts'
import type { Connection, Ports } from './ports.ts'
import { think } from './think.ts'

const log = { progress: () => undefined, info: () => undefined, warn: () => undefined, debug: () => undefined }

function unasked(): never {
  throw new Error('the network was asked')
}

const offline: Connection = {
  io: { http: { request: unasked, statistics: unasked, close: unasked }, baseUrl: () => 'http://localhost' } as unknown as Connection['io'],
  statistics: () => ({ requests: 0, cacheHits: 0, revalidated: 0, stale: 0 }),
  close: () => undefined,
}

/** What is proposed in a repository with these files. */
async function proposals(files: Readonly<Record<string, string>>) {
  const states = new Map(
    Object.entries(files).map(([path, text]): [string, FileState] => [path, { path, text, blob: gitBlobId(text), mode: '100644' }]),
  )
  const workspace = {
    name: 'test',
    list: async () => [...states.keys()],
    read: async (paths: readonly string[]) => new Map(paths.map((path) => [path, states.get(path) ?? null])),
  }
  const ports: Ports = {
    clock: { now: () => Date.parse('2026-11-21T12:00:00Z') },
    log,
    forge: unasked,
    files: async () => ({ workspace, repository: 'acme/platform', base: null }),
    connect: () => offline,
  }
  const { recording } = await gather(ports, { components: [], offline: false }, 'propose')
  return think(recording).proposed
}

/** `a` and `c` need `b` to move with them; `b` needs nobody. Each is pinned in a file of its own. */
const registry = (more = '') => `global:
  safety: { security_advisory_check: false, breaking_change_detection: false }
components:
${['a', 'b', 'c'].map((name) => `  ${name}:\n    version: "1.0.0"\n    source: { datasource: static, releases: ["1.0.0", "1.1.0"] }\n    pins: [{ file: ${name}.env, env: VERSION }]\n`).join('')}compatibility:
  - { component: a, versions: ">=1.1.0", requires: { b: ">=1.1.0" } }
  - { component: c, versions: ">=1.1.0", requires: { b: ">=1.1.0" } }
${more}`
const pinned = { 'a.env': 'VERSION=1.0.0\n', 'b.env': 'VERSION=1.0.0\n', 'c.env': 'VERSION=1.0.0\n' }
const titles = async (files: Readonly<Record<string, string>>) => (await proposals(files)).proposals.map((one) => one.title)

describe('components that travel together', () => {
  it('are one proposal where all of them can', async () => {
    expect(await titles({ 'versions.yaml': registry(), ...pinned })).toEqual(['Bump a to 1.1.0, b to 1.1.0 and c to 1.1.0 together'])
  })

  it('go without one whose pin cannot be read where no rule needs it, and say so', async () => {
    const { proposals: made } = await proposals({ 'versions.yaml': registry(), ...pinned, 'c.env': 'OTHER=1\n' })
    expect(made.map((one) => one.title)).toEqual(['Bump a to 1.1.0 and b to 1.1.0 together'])
    expect(made[0]?.body).toContain('Left out of the group:\n\n- c 1.0.0 → 1.1.0: its pins cannot be written.')
    expect(made[0]?.files.map((file) => file.path)).toEqual(['CHANGELOG.md', 'a.env', 'b.env', 'versions.yaml'])
  })

  it('stay, all of them, where the one that the others need cannot go', async () => {
    expect(await titles({ 'versions.yaml': registry(), ...pinned, 'b.env': 'OTHER=1\n' })).toEqual([])
  })
})
