import { describe, expect, it } from 'vitest'
import { aComponent, anUpgrade } from '../../../test/support/builders.ts'
import { editFiles } from './edit-files.ts'

describe('files of a proposal', () => {
  it('carry the hashes of all files of the version where requirements list them', () => {
    const [old, a, b] = ['0', 'a', 'b'].map((char) => `sha256:${char.repeat(64)}`)
    const text = `flask==3.0.0 \\\n    --hash=${old}\nidna==3.7\n`
    const component = aComponent({ name: 'flask', pins: [{ file: 'requirements.txt', editor: 'requirements', locator: 'flask' }] })
    const upgrade = anUpgrade({
      component: 'flask',
      from: '3.0.0',
      to: '3.0.1',
      toRelease: { tag: '3.0.1', version: '3.0.1', digests: [a ?? '', b ?? ''] },
    })
    const { changes, problems } = editFiles({
      upgrades: [{ upgrade, component, pinFiles: [['requirements.txt']] }],
      files: new Map([['requirements.txt', { path: 'requirements.txt', text, blob: '', mode: '100644' }]]),
      registryFile: 'versions.yaml',
      changelogFile: null,
    })
    expect(problems).toEqual([])
    expect(changes[0]?.text).toBe(`flask==3.0.1 \\\n    --hash=${a} \\\n    --hash=${b}\nidna==3.7\n`)
  })
})
