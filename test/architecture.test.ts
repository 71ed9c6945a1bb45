import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '..')
const SRC = join(ROOT, 'src')

/** Folders of `core`, top to bottom of the tree: a folder may import those above it. */
const CORE_ORDER = [
  'model',
  'text',
  'ledger',
  'versioning',
  'notes',
  'pins',
  'registry',
  'strategies',
  'resolution',
  'advisories',
  'safety',
  'governance',
  'orders',
  'proposals',
  'rollback',
  'release',
  'reports',
  'review',
  'dashboard',
]

const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  .map((path) => path.replaceAll('\\', '/'))
  .sort()

const imports = new Map(sources.map((path) => [path, importsOf(path)]))

function importsOf(path: string): { target: string; local: boolean; typeOnly: boolean }[] {
  const text = readFileSync(join(SRC, path), 'utf8')
  const found = [
    ...text.matchAll(
      /^\s*(import|export)\s+(type\s+)?(?:[^'"\n;]*?|\{[^}]*\})\s*from\s+['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|^import\s+['"]([^'"]+)['"]/gm,
    ),
  ]
  return found.map((match) => {
    const name = match[3] ?? match[4] ?? match[5] ?? ''
    const local = name.startsWith('.')
    return {
      target: local ? relative(SRC, resolve(SRC, dirname(path), name)).replaceAll('\\', '/') : name,
      local,
      typeOnly: match[2] !== undefined,
    }
  })
}

/** Whether `from` may import `to`, both below src: the table of CONTRIBUTING.md. */
function allowed(from: string, to: string, typeOnly: boolean): boolean {
  const [ring, room = ''] = from.split('/')
  const [toRing, toRoom = ''] = to.split('/')
  const shared = toRing === 'core' && (toRoom === 'model' || toRoom === 'text')
  switch (ring) {
    case 'core':
      return toRing === 'core' && CORE_ORDER.indexOf(toRoom) <= CORE_ORDER.indexOf(room)
    case 'ports':
      return toRing === 'ports' || (toRing === 'core' && toRoom === 'model')
    case 'datasources':
      return (
        toRing === 'ports' ||
        shared ||
        to.startsWith('datasources/contract') ||
        to.startsWith('datasources/_') ||
        room === 'index.ts' ||
        room.startsWith('_') ||
        toRing === 'datasources'
      )
    case 'adapters':
      return toRing === 'adapters' || toRing === 'ports' || (toRing === 'core' && toRoom === 'model')
    case 'commands':
      return (
        toRing === 'commands' ||
        toRing === 'core' ||
        toRing === 'ports' ||
        (toRing === 'datasources' &&
          (typeOnly ||
            [
              'index.ts',
              'notes.ts',
              'artifacts.ts',
              'attestations.ts',
              'image-details.ts',
              'base-url.ts',
              'contract.ts',
              'advisories',
            ].includes(toRoom)))
      )
    case 'faces':
      return toRing !== 'scripts'
    case 'scripts':
      return true
    default:
      return false
  }
}

describe('the four rings', () => {
  it('lets each folder import only what stands above it', () => {
    const wrong = sources.flatMap((path) =>
      (imports.get(path) ?? [])
        .filter((one) => one.local && !allowed(path, one.target, one.typeOnly))
        .map((one) => `${path} imports ${one.target}`),
    )
    expect(wrong).toEqual([])
  })

  it('keeps core free of Node, the network and the clock', () => {
    const wrong = sources
      .filter((path) => path.startsWith('core/'))
      .flatMap((path) => {
        const text = readFileSync(join(SRC, path), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
        const outside = (imports.get(path) ?? []).filter(
          (one) => !one.local && (one.target.startsWith('node:') || /^(@actions|@octokit|probot|undici)/.test(one.target)),
        )
        const impure = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.|\bfetch\(/.exec(text)
        return [...outside.map((one) => `${path} imports ${one.target}`), ...(impure === null ? [] : [`${path} uses ${impure[0]}`])]
      })
    expect(wrong).toEqual([])
  })

  it('has no import cycle', () => {
    const done = new Set<string>()
    const cycles: string[] = []
    const visit = (path: string, trail: readonly string[]) => {
      if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '))
      else if (!done.has(path)) {
        for (const one of imports.get(path) ?? []) if (one.local && !one.typeOnly) visit(one.target, [...trail, path])
        done.add(path)
      }
    }
    for (const path of sources) visit(path, [])
    expect(cycles).toEqual([])
  })

  it('keeps probot and @actions out of everything but the faces', () => {
    const wrong = sources
      .filter((path) => !path.startsWith('faces/') && !path.startsWith('scripts/'))
      .flatMap((path) =>
        (imports.get(path) ?? []).filter((one) => /^(probot|@actions\/)/.test(one.target)).map((one) => `${path} imports ${one.target}`),
      )
    expect(wrong).toEqual([])
  })
})
