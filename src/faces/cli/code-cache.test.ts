import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { codeFile, keptBeside, readCode } from './code-cache.ts'
import { loadScript } from './load-bundle.ts'

const SCRIPT = `
const twice = (n) => n * 2
exports.main = async (args) => (args.length === 0 ? twice(1) : require('node:path').join(__dirname, ...args).length)
`

function setUp() {
  const folder = mkdtempSync(join(tmpdir(), 'code-cache-'))
  const script = join(folder, 'main.cjs')
  writeFileSync(script, SCRIPT)
  const env = { NODE_COMPILE_CACHE: folder }
  return { folder, script, env, file: codeFile('check', keptBeside('one', env)) ?? '' }
}

describe('compiled code that is kept', () => {
  it('starts the same command sooner, and runs the same; a few runs add what they used, then none', async () => {
    const { script, file } = setUp()
    for (const args of [[], ['a'], [], ['a', 'b'], []]) {
      const loaded = loadScript(script, file)
      expect(await loaded.main(args)).toBeGreaterThan(1)
      await loaded.keep()
    }
    expect(readdirSync(join(file, '..'))).toHaveLength(1)
    expect(readCode(file)?.runs).toBe(3)
  })

  it.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['altered', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 200), Buffer.from([(bytes[200] ?? 0) ^ 1]), bytes.subarray(201)])],
    ['empty', () => Buffer.alloc(0)],
    ['of something else', () => Buffer.from('a file of somebody')],
  ])('is made anew where it is %s', async (_, spoil) => {
    const { script, file } = setUp()
    const first = loadScript(script, file)
    await first.main([])
    await first.keep()
    const good = readFileSync(file)
    writeFileSync(file, spoil(good))
    const second = loadScript(script, file)
    expect(await second.main([])).toBe(2)
    await second.keep()
    expect(readFileSync(file).length).toBeGreaterThan(good.length / 2)
    expect(loadScript(script, file).main).toBeTypeOf('function')
  })

  it('is never read from a folder that others may write to, nor through a link', () => {
    const { folder, env, file } = setUp()
    chmodSync(join(file, '..'), 0o777)
    expect(codeFile('check', keptBeside('one', env))).toBeNull()
    const elsewhere = mkdtempSync(join(tmpdir(), 'code-cache-'))
    symlinkSync(folder, join(elsewhere, `pinwarden-${process.getuid?.()}`))
    expect(codeFile('check', keptBeside('one', { NODE_COMPILE_CACHE: elsewhere }))).toBeNull()
  })

  it('is left alone where nobody wants it, or no command is named', () => {
    const { env } = setUp()
    expect(codeFile('check', keptBeside('one', { ...env, NODE_DISABLE_COMPILE_CACHE: '1' }))).toBeNull()
    expect(codeFile(undefined, keptBeside('one', env))).toBeNull()
    expect(codeFile('../../etc/passwd', keptBeside('one', env))).toBeNull()
  })

  it('runs without where the folder cannot be made', async () => {
    const { script, folder } = setUp()
    expect(codeFile('check', keptBeside('one', { NODE_COMPILE_CACHE: join(folder, 'main.cjs') }))).toBeNull()
    const loaded = loadScript(script, join(folder, 'nowhere', 'file'))
    expect(await loaded.main([])).toBe(2)
    await loaded.keep()
    expect(existsSync(join(folder, 'nowhere'))).toBe(false)
  })

  it('runs without where nothing can ever be made', () => {
    expect(codeFile('check', keptBeside('one', { NODE_COMPILE_CACHE: '/proc' }))).toBeNull()
    expect(codeFile('check', keptBeside('one', { NODE_COMPILE_CACHE: '/nowhere/at/all' }))).toBeNull()
  })

  it('goes with the version that it is of, after a week', async () => {
    const { script, env, file } = setUp()
    const old = loadScript(script, file)
    await old.main([])
    await old.keep()
    const later = codeFile('lint', keptBeside('two', env)) ?? ''
    const keep = async () => {
      writeFileSync(later, '')
      const loaded = loadScript(script, later)
      await loaded.main([])
      await loaded.keep()
    }
    await keep()
    expect(existsSync(file)).toBe(true)
    const longAgo = Date.now() / 1000 - 8 * 86_400
    utimesSync(file, longAgo, longAgo)
    await keep()
    expect(existsSync(file)).toBe(false)
  })
})
