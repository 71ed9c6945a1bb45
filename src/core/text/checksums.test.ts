import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checksumFor, parseChecksums } from './checksums.ts'

const recorded = (name: string) => readFileSync(resolve(import.meta.dirname, '../../../fixtures/checksums', name), 'utf8')
const A = 'a'.repeat(64)
const B = 'b'.repeat(64)

describe('checksums', () => {
  it.each([
    ['goreleaser', 'grype_checksums_txt.txt', 'grype_0.32.0_darwin_amd64.tar.gz', '250dddf3'],
    ['goreleaser of another project', 'syft_checksums_txt.txt', 'syft_0.36.0_linux_amd64.deb', '4596fdbb'],
    ['HashiCorp', 'hashicorp_SHA256SUMS.txt', 'terraform_0.14.11_linux_amd64.zip', '87a881f7'],
    ['Node.js, clear-signed', 'node_SHASUMS256_txt_asc.txt', 'node-v14.2.0-darwin-x64.tar.xz', '3caec491'],
  ])('of %s are found by the name of the file', (_, file, artifact, begin) => {
    expect(checksumFor(parseChecksums(recorded(file)), artifact)?.hex.slice(0, 8)).toBe(begin)
  })

  it('of a bare hash belong to the file they stand beside, and to no other', () => {
    const bare = parseChecksums(recorded('gradle_wrapper_sha256.txt'))
    expect(checksumFor(bare, 'gradle-wrapper.jar', 'gradle-wrapper.jar.sha256')?.hex).toMatch(/^cb0da675/)
    expect(checksumFor(bare, 'other.jar', 'gradle-wrapper.jar.sha256')).toBeNull()
    expect(checksumFor(bare, 'gradle-wrapper.jar')).toBeNull()
  })

  it('of two files with one name in different directories are not guessed', () => {
    const node = parseChecksums(recorded('node_SHASUMS256_txt_asc.txt'))
    expect(checksumFor(node, 'node.exe')).toBeNull()
    expect(checksumFor(node, 'win-x64/node.exe')).not.toBeNull()
  })

  it.each([
    ['binary mode', `${A} *tool.zip`],
    ['a tab', `${A}\ttool.zip`],
    ['BSD', `SHA256 (tool.zip) = ${A.toUpperCase()}`],
    ['a leading directory', `${A}  ./tool.zip`],
    ['Windows line ends', `${B}  other.zip\r\n${A}  tool.zip\r\n`],
    ['a byte order of its own: SHA-512 beside it', `${'c'.repeat(128)}  other.zip\n${A}  tool.zip`],
  ])('are read with %s', (_, text) => {
    expect(checksumFor(parseChecksums(text), 'tool.zip')?.hex).toBe(A)
  })

  it('that are not signed do not count in a clear-signed text', () => {
    const text = `${B}  tool.zip\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n${A}  tool.zip\n-----BEGIN PGP SIGNATURE-----\n${B}  tool.zip\n`
    expect(parseChecksums(text).map(({ hex }) => hex)).toEqual([A])
    expect(parseChecksums(text.replace('-----BEGIN PGP SIGNATURE-----', ''))).toEqual([])
  })

  it('that differ for one file, or are MD5 or SHA-1, are none', () => {
    expect(checksumFor(parseChecksums(`${A}  tool.zip\n${B}  tool.zip`), 'tool.zip')).toBeNull()
    expect(parseChecksums(`${'a'.repeat(32)}  tool.zip\n${'a'.repeat(40)}  tool.zip`)).toEqual([])
  })

  it('of any text are read without a fault, and quickly', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => void parseChecksums(text)))
    const start = performance.now()
    parseChecksums(`${'a'.repeat(64)} `.repeat(200_000))
    parseChecksums(`${'a'.repeat(999)}\n`.repeat(20_000))
    expect(performance.now() - start).toBeLessThan(2000)
  })
})
