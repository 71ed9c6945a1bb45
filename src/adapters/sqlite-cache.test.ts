import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DAY } from '../core/model/instant.ts'
import type { CacheEntry } from '../ports/cache.ts'
import { createSqliteCache, defaultCacheDirectory } from './sqlite-cache.ts'

let directory: string
const FILE = 'http-1.sqlite'
const MODULE = pathToFileURL(join(import.meta.dirname, 'sqlite-cache.ts')).href

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'pinwarden-cache-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const entry = (body: string, storedAt = 1000): CacheEntry => ({ status: 200, headers: { etag: '"1"' }, body, url: 'https://x/', storedAt })

describe('the cache of answers', () => {
  it('keeps answers from one run to the next, with their validators, and marks them fresh after a 304', () => {
    const first = createSqliteCache({ directory })
    first.set('a', entry('body ü 🦊'))
    first.touch('a', 2000)
    expect(first.get('a')).toEqual(entry('body ü 🦊', 2000))
    first.close()
    const second = createSqliteCache({ directory })
    expect(second.get('a')).toEqual(entry('body ü 🦊', 2000))
    expect(second.get('b')).toBeNull()
    second.close()
  })

  it('costs nothing where it is not used', () => {
    createSqliteCache({ directory: join(directory, 'new') }).close()
    expect(existsSync(join(directory, 'new'))).toBe(false)
  })

  it('is readable by its user alone', () => {
    const inner = join(directory, 'inner')
    const cache = createSqliteCache({ directory: inner })
    cache.set('a', entry('secret'))
    cache.close()
    expect(statSync(inner).mode & 0o077).toBe(0)
    expect(statSync(join(inner, FILE)).mode & 0o077).toBe(0)
  })

  it.each([
    ['text', 'this is no database'.repeat(500)],
    ['nothing but zeros', '\0'.repeat(8192)],
    ['a header and rubbish', `SQLite format 3\0${'\u0001'.repeat(9000)}`],
  ])('begins anew where the file is %s, and keeps the old one beside it', (_, rubbish) => {
    writeFileSync(join(directory, FILE), rubbish)
    const cache = createSqliteCache({ directory })
    cache.set('a', entry('new'))
    cache.close()
    const again = createSqliteCache({ directory })
    expect(again.get('a')?.body).toBe('new')
    again.close()
    expect(readdirSync(directory)).toContain(`${FILE}.broken`)
  })

  it('begins anew where the file breaks in the middle of its pages', () => {
    const cache = createSqliteCache({ directory })
    for (let n = 0; n < 300; n += 1) cache.set(`k${n}`, entry('x'.repeat(5000)))
    cache.close()
    const path = join(directory, FILE)
    const size = statSync(path).size
    spawnSync('dd', ['if=/dev/urandom', `of=${path}`, 'bs=1024', `count=${Math.floor(size / 1024) - 8}`, 'seek=4', 'conv=notrunc'], {
      stdio: 'ignore',
    })
    const again = createSqliteCache({ directory })
    for (let n = 0; n < 300; n += 1) again.get(`k${n}`)
    again.set('after', entry('works'))
    expect(again.get('after')?.body).toBe('works')
    again.close()
  })

  it('behaves as an empty one where nothing can be stored', () => {
    writeFileSync(join(directory, 'file'), '')
    const cache = createSqliteCache({ directory: join(directory, 'file', 'below') })
    cache.set('a', entry('only in memory'))
    expect(cache.get('a')?.body).toBe('only in memory')
    expect(cache.get('b')).toBeNull()
    cache.close()
  })

  it.each(['/proc/x', '/proc/x/y', '/dev/null/x'])('gives up at once in %s, where no folder can be made', (folder) => {
    const cache = createSqliteCache({ directory: folder })
    cache.set('a', entry('body'))
    expect(cache.get('a')).toEqual(entry('body'))
    cache.close()
    expect(existsSync(folder)).toBe(false)
  })

  it('gives up at once behind a link to nowhere', () => {
    symlinkSync(join(directory, 'nowhere'), join(directory, 'link'))
    const cache = createSqliteCache({ directory: join(directory, 'link', 'cache') })
    cache.set('a', entry('body'))
    expect(cache.get('a')).toEqual(entry('body'))
    cache.close()
    expect(readdirSync(directory)).toEqual(['link'])
  })

  it('makes the folders above it, too', () => {
    const cache = createSqliteCache({ directory: join(directory, 'a', 'b', 'c') })
    cache.set('a', entry('body'))
    cache.close()
    expect(existsSync(join(directory, 'a', 'b', 'c', FILE))).toBe(true)
  })

  it('forgets what nobody used for long, and the longest unused where there is too much', () => {
    let now = 100 * DAY
    const options = { directory, now: () => now, maxBytes: 25_000, maxUnused: 30 * DAY }
    const fill = createSqliteCache(options)
    fill.set('old', entry('x'))
    now += 29 * DAY
    fill.set('one', entry('1'.repeat(10_000)))
    now += 2 * DAY
    fill.set('two', entry('2'.repeat(10_000)))
    fill.set('three', entry('3'.repeat(10_000)))
    fill.close()
    const read = createSqliteCache(options)
    expect(['old', 'one', 'two', 'three'].filter((key) => read.get(key) !== null)).toEqual(['two', 'three'])
    read.close()
  })

  it('serves many processes that write at once', async () => {
    const script = (id: number) => `
      const { createSqliteCache } = await import(${JSON.stringify(MODULE)})
      const cache = createSqliteCache({ directory: ${JSON.stringify(directory)} })
      for (let n = 0; n < 60; n += 1) {
        cache.set('p${id}-' + n, { status: 200, headers: {}, body: 'x'.repeat(20000), url: 'https://x/', storedAt: 1 })
        cache.set('shared-' + n, { status: 200, headers: {}, body: 'y'.repeat(2000), url: 'https://x/', storedAt: ${id} })
      }
      cache.close()`
    const codes = await Promise.all([1, 2, 3, 4].map((id) => run(script(id))))
    expect(codes).toEqual([0, 0, 0, 0])
    const cache = createSqliteCache({ directory })
    for (const id of [1, 2, 3, 4]) for (let n = 0; n < 60; n += 1) expect(cache.get(`p${id}-${n}`)?.body.length).toBe(20_000)
    cache.close()
    expect(readdirSync(directory).filter((name) => name.includes('broken'))).toEqual([])
  })

  it('survives a process that is killed while it writes', async () => {
    const script = `
      const { createSqliteCache } = await import(${JSON.stringify(MODULE)})
      const cache = createSqliteCache({ directory: ${JSON.stringify(directory)} })
      cache.set('before', { status: 200, headers: {}, body: 'kept', url: 'https://x/', storedAt: 1 })
      console.log('ready')
      for (let n = 0; ; n += 1) cache.set('k' + n, { status: 200, headers: {}, body: 'x'.repeat(50000), url: 'https://x/', storedAt: 1 })`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    await new Promise((resolve) => child.stdout.once('data', resolve))
    await new Promise((resolve) => setTimeout(resolve, 50))
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))
    const cache = createSqliteCache({ directory })
    expect(cache.get('before')?.body).toBe('kept')
    expect(cache.get('k0')?.body.length).toBe(50_000)
    cache.close()
    expect(readdirSync(directory).filter((name) => name.includes('broken'))).toEqual([])
  })
})

function run(script: string): Promise<number | null> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' })
  return new Promise((resolve) => child.once('exit', resolve))
}

describe('where the cache lies', () => {
  it('follows the XDG rules', () => {
    expect(defaultCacheDirectory({ XDG_CACHE_HOME: '/c' })).toBe('/c/pinwarden')
    expect(defaultCacheDirectory({ XDG_CACHE_HOME: 'relative' })).toMatch(/\.cache\/pinwarden$/)
  })
})
