import { describe, expect, it } from 'vitest'
import type { Pin } from '../model/component.ts'
import { formatProblem } from '../model/problems.ts'
import { editPin, locatePin } from './locate.ts'

const DIGEST = `sha256:${'ab'.repeat(32)}`
const COMMIT = 'de0fac2e4500dabe0009e67214ff5f5447ce83dd'

function pin(editor: string, locator: unknown, more: Partial<Pin> = {}): Pin {
  return { file: 'f', editor, locator, ...more }
}

function said(text: string, at: Pin): string {
  const located = locatePin(text, 'dir/f.yaml', at, 'redis')
  return located.ok ? located.found.map(({ value }) => value).join(' ') : formatProblem(located.problem)
}

function edited(text: string, at: Pin, version: string, more: { digest?: string; checksum?: string } = {}): string {
  const result = editPin(text, 'f', at, { version, ...more }, 'redis')
  return result.ok ? result.text : formatProblem(result.problem)
}

describe('a pin that is not in the file', () => {
  it('names the key that was probably meant', () => {
    expect(said('redis_versoin: 1.2.3\nother: 1', pin('yaml', 'redis_version'))).toBe(
      'dir/f.yaml: The pin of redis (yaml: redis_version) is not in the file. Did you mean redis_versoin?',
    )
  })

  it('names what stands where the path ends, however deep', () => {
    expect(said('a:\n  b:\n    version: 1.2.3', pin('yaml', 'a.b.tag'))).toContain('The file has a.b.version.')
    expect(said('a:\n  "x.y": 1.2.3', pin('yaml', 'a.x.y'))).toContain('a["x.y"]')
  })

  it('names the images that the file has', () => {
    expect(said('image: redis/redis-stack:7.2\nb:\n  image: nginx:1.2', pin('image', 'redis'))).toContain('Did you mean redis/redis-stack?')
    expect(said('image: nginx:1.2', pin('image', 'redis'))).toContain('The file has nginx.')
  })

  it('names the variables of an image that several make up', () => {
    const text = `ARG E=1.18.3\nARG O=27.2\nFROM hexpm/elixir:\${E}-erlang-\${O}\n`
    expect(said(text, pin('dockerfile', 'hexpm/elixir'))).toContain('The file has {arg: E}, {arg: O}.')
  })

  it('says what to do where the file has nothing of the kind', () => {
    expect(said('', pin('uses', 'actions/checkout'))).toContain('Correct the pin in the registry, or take it out.')
  })
})

describe('a pin in several places', () => {
  const text = 'a:\n  - v: 1.2.3\n  - v: 1.2.4\n'

  it('lists lines and values where they differ', () => {
    const located = locatePin(text, 'f', pin('yaml', 'a[*].v'))
    expect(located).toMatchObject({ ok: false, problem: { code: 'pin-ambiguous', at: { file: 'f', line: 2, column: 8 } } })
    expect(said(text, pin('yaml', 'a[*].v'))).toContain('1.2.3 in line 2, 1.2.4 in line 3')
  })

  it('moves as one where they are equal', () => {
    expect(edited(text.replace('1.2.4', '1.2.3'), pin('yaml', 'a[*].v'), '1.3.0')).toBe('a:\n  - v: 1.3.0\n  - v: 1.3.0\n')
  })
})

describe('a pin that cannot be looked for', () => {
  it('says which keys there are, and what is wrong with a locator', () => {
    expect(said('', pin('ymal', 'a'))).toContain('There is no pin editor ymal. There are yaml, json')
    expect(said('', pin('yaml', 'a..b'))).toContain('cannot be looked for: cannot read')
    expect(said('', pin('regex', 'a(?<v>.)'))).toContain('it has no group (?<version>…)')
    expect(said('', pin('regex', '(?<version>a)(?=b)'))).toContain('it is no RE2 pattern')
    expect(said('', pin('dockerfile', { arg: 'A', stage: 'b' }))).toContain('cannot be looked for')
  })
})

describe('a digest or checksum with a locator of its own', () => {
  const text = `v: 1.2.3\nd: ${DIGEST}\nc: ${'12'.repeat(32)}\n`
  const at = pin('yaml', 'v', { digest: 'd', checksum: 'c' })

  it('moves with the version', () => {
    const digest = `sha256:${'cd'.repeat(32)}`
    expect(edited(text, at, '1.3.0', { digest, checksum: '34'.repeat(32) })).toBe(`v: 1.3.0\nd: ${digest}\nc: ${'34'.repeat(32)}\n`)
  })

  it('is never left behind: without a new one nothing is written', () => {
    expect(edited(text, at, '1.3.0')).toContain(
      'cannot be set to 1.3.0: a digest stands beside the version, and none that belongs to 1.3.0 is known',
    )
    expect(edited(text, at, '1.3.0', { digest: DIGEST })).toContain('a checksum stands beside the version')
    expect(edited(text, at, '1.2.3')).toBe(text)
  })

  it('must be there', () => expect(edited(text, pin('yaml', 'v', { digest: 'dd' }), '1.3.0')).toContain('(yaml: dd) is not in the file'))

  it('is found for each of several places', () => {
    const both = 'a: {v: 1, d: x1}\nb: {v: 1, d: x2}\n'
    const located = locatePin(both, 'f', pin('yaml', '*.v', { digest: '*.d' }))
    expect(located.ok && located.found.map(({ digest }) => digest?.value)).toEqual(['x1', 'x2'])
  })
})

describe('a pin that cannot say the version', () => {
  it('is refused, never left half-written', () => {
    expect(edited(`- uses: a/b@${COMMIT} # v1.0.0\n`, pin('uses', 'a/b'), 'v1.1.0')).toContain('a commit stands beside the version')
    expect(edited('image: redis:7.2', pin('image', 'redis'), '~> 7.4')).toContain('~> 7.4 is a range, and one version stands there')
    const hashed = `a==1.0 --hash=${DIGEST}\n`
    expect(edited(hashed, pin('requirements', 'a'), '1.1')).toContain('hashes stand beside the version')
    expect(edited(`FROM node:\${V:-20.1.0}-alpine3.19\n`, pin('dockerfile', 'node'), '22.0.0-alpine3.20')).toContain('around the variable')
  })

  it('is no obstacle where it says it already', () => {
    expect(edited(`- uses: a/b@${COMMIT} # v1.0.0\n`, pin('uses', 'a/b'), '1.0.0')).toBe(`- uses: a/b@${COMMIT} # v1.0.0\n`)
  })

  it('is refused where the version or digest is no such thing', () => {
    expect(edited('v: 1', pin('yaml', 'v'), '1\nx: 2')).toContain('has characters that no version has')
    expect(edited('v: 1', pin('yaml', 'v'), '2', { digest: '$(x)' })).toContain('is no digest')
  })
})

it('an image moves without its digest where only a commit is known, for that is no content of an image', () => {
  expect(edited(`image: redis:7.2.4@${DIGEST}`, pin('image', 'redis'), '7.4.2', { digest: COMMIT })).toBe('image: redis:7.4.2')
})
