import { mkdtempSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { keptReadings } from './kept-readings.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'readings-'))

describe('what a run read of a text', () => {
  it('is found by the next run for the same text, and for no other', () => {
    const beside = join(folder(), 'program')
    const first = keptReadings(beside)
    const value = { odd: [undefined, Number.POSITIVE_INFINITY, new Map([['a', 1]])] }
    first.keep('registry', ['a.yaml', 'text'], () => value)
    expect(keptReadings(beside).find('registry', ['a.yaml', 'text'])).toBeUndefined()
    first.write()
    const second = keptReadings(beside)
    expect(second.find('registry', ['a.yaml', 'text'])).toEqual(value)
    for (const other of [['a.yaml', 'text '], ['a.yamltext'], ['a.yaml', 'text', ''], ['a.yamlt', 'ext']])
      expect(second.find('registry', other)).toBeUndefined()
    expect(second.find('scopes', ['a.yaml', 'text'])).toBeUndefined()
    expect(keptReadings(`${beside}2`).find('registry', ['a.yaml', 'text'])).toBeUndefined()
  })

  it.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, 5)],
    ['altered', (bytes: Buffer) => Buffer.from(bytes.map((byte, index) => (index === 3 ? byte ^ 1 : byte)))],
    ['empty', () => Buffer.alloc(0)],
    ['of somebody else', () => Buffer.from('hello')],
  ])('is read anew where the file is %s', (_, spoil) => {
    const at = folder()
    const first = keptReadings(join(at, 'program'))
    first.keep('registry', ['text'], () => ['read'])
    first.write()
    const file = join(at, readdirSync(at)[0] ?? '')
    writeFileSync(file, spoil(readFileSync(file)))
    expect(keptReadings(join(at, 'program')).find('registry', ['text'])).toBeUndefined()
  })

  it('is not kept where that cannot be done: no folder, or nothing that can be written', () => {
    const nowhere = keptReadings('/nowhere/at/all/program')
    nowhere.keep('registry', ['text'], () => 1)
    nowhere.write()
    const at = folder()
    const odd = keptReadings(join(at, 'program'))
    odd.keep('registry', ['text'], () => () => 1)
    odd.write()
    expect(readdirSync(at)).toEqual([])
  })

  it('goes after a week, and the readings of others stay', () => {
    const at = folder()
    const longAgo = Date.now() / 1000 - 8 * 86_400
    const keep = (program: string, text: string) => {
      const readings = keptReadings(join(at, program))
      readings.keep('registry', [text], () => text)
      readings.write()
    }
    keep('one', 'old')
    keep('two', 'old')
    for (const name of readdirSync(at)) utimesSync(join(at, name), longAgo, longAgo)
    keep('one', 'new')
    expect(readdirSync(at).map((name) => name.split('-')[0])).toEqual(['one', 'two'])
    expect(keptReadings(join(at, 'one')).find('registry', ['new'])).toBe('new')
  })

  it('does not fill the disk: of each kind only the newest stay', () => {
    const at = folder()
    for (let run = 0; run < 40; run += 1) {
      const readings = keptReadings(join(at, 'one'))
      readings.keep('registry', [`text ${run}`], () => run)
      if (run < 3) readings.keep('scopes', [`text ${run}`], () => run)
      readings.write()
      for (const name of readdirSync(at)) utimesSync(join(at, name), Date.now() / 1000 - 60 + run, Date.now() / 1000 - 60 + run)
    }
    const kinds = readdirSync(at).map((name) => name.split('-')[1])
    expect(kinds.filter((kind) => kind === 'registry')).toHaveLength(32)
    expect(kinds.filter((kind) => kind === 'scopes')).toHaveLength(3)
    expect(keptReadings(join(at, 'one')).find('registry', ['text 39'])).toBe(39)
  })
})
