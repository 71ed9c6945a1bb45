import { describe, expect, it } from 'vitest'
import { readNotes } from '../read-notes.ts'
import { outlineOf } from './outlined.ts'

const text = '## 3.0.0\n\n- Remove the login endpoint\n\n## 2.0.0\n\n- Remove the `a` option\n\n## 1.0.0\n'

describe('a changelog that several lanes and environments ask about', () => {
  it('is cut into lines and headings once', () => {
    const document = { text }
    const [safe, major] = [outlineOf(document, '2.0.0'), outlineOf(document, '3.0.0')]
    expect(major.lines).toBe(safe.lines)
    expect(outlineOf(document, '2.0.0')).toBe(safe)
    expect(outlineOf({ text }, '2.0.0').lines).not.toBe(safe.lines)
  })

  it('names each of several things that are said with the same words', () => {
    const same =
      '## 2.0.0\n\n- Remove the `a` option\n- Remove the `b` option\n- Remove `c_d`\n- Remove get_foo()\n- Remove get_bar()\n\n## 1.0.0\n'
    expect(readNotes([{ kind: 'changelog', text: same }], '1.0.0', '2.0.0').items).toHaveLength(5)
    const twice = '## 2.0.0\n\n- Remove the `a` option\n\n## 2.0.0-rc.1\n\n- Remove the `a` option ([#12](https://x.org/12))\n\n## 1.0.0\n'
    expect(readNotes([{ kind: 'changelog', text: twice }], '1.0.0', '2.0.0').items).toHaveLength(1)
  })

  it('is judged once for each step, and for each step by itself', () => {
    const documents = [{ kind: 'changelog' as const, text }]
    const safe = readNotes(documents, '1.0.0', '2.0.0')
    const major = readNotes(documents, '1.0.0', '3.0.0')
    expect(safe.items.map((item) => item.version)).toEqual(['2.0.0'])
    expect(major.items.map((item) => item.version)).toEqual(['3.0.0', '2.0.0'])
    expect(readNotes(documents, '2.0.0', '3.0.0').items.map((item) => item.version)).toEqual(['3.0.0'])
    expect(readNotes(documents, '1.0.0', '2.0.0')).toBe(safe)
    expect(readNotes([{ kind: 'changelog', text }], '1.0.0', '2.0.0')).toEqual(safe)
  })
})
