import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getBuiltinModule } from 'node:process'
import type { SignatureVerdict, SignatureVerifier, SignedText } from '../ports/signatures.ts'

/** A verification takes milliseconds. */
const PATIENCE = 20_000
const MOST_OUTPUT = 1024 * 1024

/**
 * Verification by `gpgv`, GnuPG's own small program for nothing else, which every Debian, Ubuntu and runner of GitHub has. It sees only the keys
 * that it is given, in a folder of its own, and no key server. Where there is none, signatures cannot be verified, and that is said.
 */
export function gpgVerifier(program = 'gpgv'): SignatureVerifier {
  return {
    async verify(signed) {
      const keys = signed.keys.map(dearmored)
      if (keys.length === 0 || keys.some((key) => key === null)) {
        return { state: 'unreadable', reason: keys.length === 0 ? 'no key is given' : 'a key is no ASCII-armoured public key' }
      }
      const home = await mkdtemp(join(tmpdir(), 'pinwarden-gpgv-'))
      try {
        return await verifyIn(home, signed, Buffer.concat(keys.filter((key) => key !== null)), program)
      } finally {
        await rm(home, { recursive: true, force: true })
      }
    },
  }
}

async function verifyIn(home: string, { data, signature }: SignedText, keyring: Buffer, program: string): Promise<SignatureVerdict> {
  const at = (name: string) => join(home, name)
  await Promise.all([
    writeFile(at('keys.gpg'), keyring, { mode: 0o600 }),
    writeFile(at('signature'), Buffer.from(signature, 'base64')),
    ...(data === null ? [] : [writeFile(at('data'), Buffer.from(data, 'base64'))]),
  ])
  const files = data === null ? ['--output', at('text'), at('signature')] : [at('signature'), at('data')]
  const args = ['--homedir', home, '--keyring', at('keys.gpg'), '--status-fd', '1', ...files]
  const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' }
  // Loaded with the first signature: most runs see none.
  const { execFile } = getBuiltinModule('node:child_process')
  return new Promise((done) => {
    execFile(program, args, { env, timeout: PATIENCE, maxBuffer: MOST_OUTPUT, encoding: 'utf8' }, (error, stdout) => {
      if (error !== null && error.code === 'ENOENT') done({ state: 'unreadable', reason: 'there is no `gpgv` here to verify it with' })
      else done(verdictOf(stdout, error === null))
    })
  })
}

/** By the lines for programs: https://github.com/gpg/gnupg/blob/master/doc/DETAILS. Anything but a plain good signature is none. */
function verdictOf(stdout: string, isGood: boolean): SignatureVerdict {
  const lines = stdout.split('\n').flatMap((line) => (line.startsWith('[GNUPG:] ') ? [line.slice(9).split(' ')] : []))
  const find = (...words: string[]) => lines.find(([word = '']) => words.includes(word))
  if (find('BADSIG') !== undefined) return { state: 'invalid', reason: 'the signature is not one of this file' }
  const unknown = find('NO_PUBKEY')
  if (unknown !== undefined)
    return { state: 'untrusted', reason: `it was made by the key ${unknown[1] ?? ''}, which is not among those configured` }
  if (find('REVKEYSIG') !== undefined) return { state: 'untrusted', reason: 'the key that made it was revoked' }
  if (find('EXPKEYSIG', 'EXPSIG') !== undefined) return { state: 'untrusted', reason: 'the signature or its key has expired' }
  const [good, valid] = [find('GOODSIG'), find('VALIDSIG')]
  if (!isGood || good === undefined || valid?.[1] === undefined)
    return { state: 'unreadable', reason: 'it is no signature that `gpgv` can read' }
  const owner = good.slice(2).join(' ').trim()
  return { state: 'verified', key: valid[1], ...(owner === '' ? {} : { owner }) }
}

/** The bytes of armoured public keys, one block after the other; null where there is none. Checksums of armour are left to the reader of the keys. */
function dearmored(text: string): Buffer | null {
  const blocks = text.split('-----BEGIN PGP PUBLIC KEY BLOCK-----').slice(1)
  const bytes = blocks.map((block) => {
    const body = (block.split('-----END PGP PUBLIC KEY BLOCK-----')[0] ?? '').replaceAll('\r', '')
    // Headers end with an empty line; a last line that begins with = is the checksum.
    const lines = body.slice(body.indexOf('\n\n') + 2).split('\n')
    return Buffer.from(lines.filter((line) => !line.startsWith('=')).join(''), 'base64')
  })
  return bytes.length === 0 || bytes.some((one) => one.length === 0) ? null : Buffer.concat(bytes)
}
