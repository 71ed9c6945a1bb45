import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { assetFiles } from './asset-files.ts'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'assets-'))
  for (const folder of ['dist/deep', '.git', 'node_modules/x']) mkdirSync(join(root, folder), { recursive: true })
  for (const path of ['dist/a.tgz', 'dist/deep/b.tgz', '.git/c.tgz', 'node_modules/x/d.tgz', 'sums.txt'])
    writeFileSync(join(root, path), 'abc')
  symlinkSync('/etc/hostname', join(root, 'dist/link.tgz'))
  return () => rmSync(root, { recursive: true })
})

const paths = async (...globs: string[]) =>
  [...(await assetFiles(root).matching(globs)).values()].map((files) => files.map(({ path }) => path))

describe('files for a release', () => {
  it('are found by glob, without links, git and packages', async () => {
    expect(await paths('dist/*', '**/*.tgz', 'sums.txt', 'none/*')).toEqual([
      ['dist/a.tgz'],
      ['dist/a.tgz', 'dist/deep/b.tgz'],
      ['sums.txt'],
      [],
    ])
    expect(await paths('../*', '/etc/*', 'dist/../../*')).toEqual([[], [], []])
  })

  it('carry name, size and digest', async () => {
    const [file] = (await assetFiles(root).matching(['dist/deep/*'])).get('dist/deep/*') ?? []
    expect(file).toMatchObject({
      name: 'b.tgz',
      size: 3,
      digest: 'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    })
    expect(Buffer.from((await file?.read()) ?? []).toString()).toBe('abc')
  })
})
