import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse } from 'yaml'
import type { World } from './github-double/world.ts'

const DEMO = resolve(import.meta.dirname, '../../fixtures/demo')

export const DEMO_REPOSITORY = 'acme/platform'
export const DEMO_TOKEN = 'ghs_demo'

/** The clock of the demo, ISO 8601: what counts as young must not change from day to day. */
export function demoClock(): string {
  const { clock } = parse(readFileSync(join(DEMO, 'world.yaml'), 'utf8')) as { clock: string | Date }
  return typeof clock === 'string' ? clock : clock.toISOString()
}

/** The demo's repository and recorded upstreams, as the double takes them. */
export function demoWorld(): World {
  const recorded = JSON.parse(readFileSync(join(DEMO, 'upstreams.json'), 'utf8')) as Pick<Required<World>, 'upstreams' | 'images'>
  return {
    now: demoClock(),
    tokens: [{ token: DEMO_TOKEN, kind: 'installation', login: 'pinwarden[bot]' }],
    repositories: [{ nameWithOwner: DEMO_REPOSITORY, files: repositoryFiles(join(DEMO, 'repository')) }],
    upstreams: recorded.upstreams.map((upstream) => ({ ...upstream, files: texts(upstream.files ?? {}) })),
    images: recorded.images,
    advisories: readdirSync(join(DEMO, 'advisories')).map((name): unknown =>
      JSON.parse(readFileSync(join(DEMO, 'advisories', name), 'utf8')),
    ),
  }
}

/** In the fixture a file is named by the place of its text. */
function texts(files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, place]) => [path, readFileSync(join(DEMO, place), 'utf8')]))
}

/** All files of the demo's repository with their modes. */
export function repositoryFiles(root: string): NonNullable<NonNullable<World['repositories']>[number]['files']> {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => statSync(join(root, path)).isFile())
  return Object.fromEntries(
    paths.map((path) => {
      const mode = (statSync(join(root, path)).mode & 0o111) === 0 ? ('100644' as const) : ('100755' as const)
      return [path.replaceAll('\\', '/'), { text: readFileSync(join(root, path), 'utf8'), mode }]
    }),
  )
}
