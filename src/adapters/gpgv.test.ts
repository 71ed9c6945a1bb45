import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { gpgVerifier } from './gpgv.ts'

const bytes = (name: string) => readFileSync(resolve(import.meta.dirname, '../../fixtures/signatures', name)).toString('base64')
const key = (name: string) => Buffer.from(bytes(name), 'base64').toString('utf8')
const [release, other] = [key('release.asc'), key('else.asc')]
const FINGERPRINT = 'BD191A25454A57F3E2948C2FB86D8051A779E086'

function isHere(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

describe('signatures without gpgv', () => {
  it('cannot be verified, and that is said', async () => {
    const verdict = await gpgVerifier('/nowhere/gpgv').verify({
      data: bytes('SHA256SUMS'),
      signature: bytes('SHA256SUMS.sig'),
      keys: [release],
    })
    expect(verdict).toEqual({ state: 'unreadable', reason: 'there is no `gpgv` here to verify it with' })
  })

  it.each<[string, string[], string]>([
    ['no key', [], 'no key is given'],
    ['a key that is none', ['ssh-ed25519 AAAA'], 'a key is no ASCII-armoured public key'],
  ])('and with %s is not asked for', async (_, keys, reason) => {
    expect(await gpgVerifier('/nowhere/gpgv').verify({ data: '', signature: '', keys })).toEqual({ state: 'unreadable', reason })
  })
})

// Debian's gpgv: a machine without it has nothing to verify with.
describe.skipIf(!isHere('gpgv'))('signatures', () => {
  const verifier = gpgVerifier()

  it.each([
    ['detached and armoured', bytes('SHA256SUMS'), bytes('SHA256SUMS.asc')],
    ['detached and binary', bytes('SHA256SUMS'), bytes('SHA256SUMS.sig')],
    ['around the text', null, bytes('SHA256SUMS.clear.asc')],
  ])('by a known key, %s, tell whose it is', async (_, data, signature) => {
    expect(await verifier.verify({ data, signature, keys: [other, release] })).toEqual({
      state: 'verified',
      key: FINGERPRINT,
      owner: 'Release Signing <release@tool.example>',
    })
  })

  it('of other bytes are invalid', async () => {
    const altered = Buffer.from('other bytes').toString('base64')
    expect((await verifier.verify({ data: altered, signature: bytes('SHA256SUMS.sig'), keys: [release] })).state).toBe('invalid')
    const text = Buffer.from(bytes('SHA256SUMS.clear.asc'), 'base64').toString('utf8').replace('amd64', 'riscv')
    expect((await verifier.verify({ data: null, signature: Buffer.from(text).toString('base64'), keys: [release] })).state).toBe('invalid')
  })

  it('by a key that is not configured are not trusted', async () => {
    expect(await verifier.verify({ data: bytes('SHA256SUMS'), signature: bytes('SHA256SUMS.sig'), keys: [other] })).toEqual({
      state: 'untrusted',
      reason: 'it was made by the key B86D8051A779E086, which is not among those configured',
    })
  })

  it('that are none cannot be read, and leave nothing behind', async () => {
    expect((await verifier.verify({ data: bytes('SHA256SUMS'), signature: bytes('SHA256SUMS'), keys: [release] })).state).toBe('unreadable')
    expect((await verifier.verify({ data: null, signature: bytes('SHA256SUMS'), keys: [release] })).state).toBe('unreadable')
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('pinwarden-gpgv-'))).toEqual([])
  })
})
