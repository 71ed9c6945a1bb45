import { describe, expect, it } from 'vitest'
import { answerEdit } from './inspect-edit.ts'

const DIGEST = `sha256:${'ab'.repeat(32)}`
const OTHER = `sha256:${'cd'.repeat(32)}`
const [OLD, NEW] = ['de0fac2e4500dabe0009e67214ff5f5447ce83dd', 'be4f8549eed3e721b806c693b498d5948d72b15d']

/** The version is what stands between « and »; the last line end and the path vary with the case. */
function edit(path: string, marked: string, version: string, digest?: string): string {
  const text = marked.replace(/[«»]/g, '')
  const before = marked.slice(0, marked.indexOf('«'))
  const line = before.split('\n').length
  const start = before.length - (before.lastIndexOf('\n') + 1) - (line === 1 && text.startsWith('\uFEFF') ? 1 : 0)
  const length = marked.indexOf('»') - marked.indexOf('«') - 1
  return answerEdit({
    id: 1,
    path,
    text,
    line,
    col_start: start,
    col_end: start + length,
    new_value: version,
    ...(digest === undefined ? {} : { new_digest: digest }),
  }).text
}

describe('an edit of a place that a person or a scanner named', () => {
  it.each([
    ['a.yml', 'x: «1.19.5» # 1.19.5\n', '1.20', undefined, "x: '1.20' # 1.19.5\n"],
    ['a.yml', 'x: «~> 1.19»', '~> 1.20', undefined, 'x: ~> 1.20'],
    ['a.yml', 'x: a=«1.19.5»', '1.20', undefined, 'x: a=1.20'],
    ['a.yml', `tag: «18.19.0»@${DIGEST}`, '19.0', undefined, "tag: '19.0'"],
    ['a.yml', `tag: «18.19.0»@${DIGEST}`, '19.0', OTHER, `tag: 19.0@${OTHER}`],
    ['a.yml', `- { ruby: '«4.0»', rails: '4.0' }`, '4.1', undefined, `- { ruby: '4.1', rails: '4.0' }`],
    ['ci.yml', `uses: a/b@${OLD} # «v6.0.2»\r\n`, 'v6.0.3', NEW, `uses: a/b@${NEW} # v6.0.3\r\n`],
    ['ci.yml', `uses: a/b@${OLD} # «v6.0.2»`, 'v6.0.3', undefined, `uses: a/b@${OLD} # v6.0.3`],
    ['a.yml', 'image: redis«» # x', '7.4', undefined, 'image: redis:7.4 # x'],
    ['.pre-commit-config.yaml', `rev: ${OLD} # frozen: «v1.48.0»`, 'v1.48.1', NEW, `rev: ${NEW} # frozen: v1.48.1`],
    ['Dockerfile', `FROM ubuntu:«noble-1»@${DIGEST} AS a`, 'noble-2', undefined, 'FROM ubuntu:noble-2 AS a'],
    ['x.mk', `A := gcr.io/static@«${DIGEST}»\n`, OTHER, undefined, `A := gcr.io/static@${OTHER}\n`],
    ['x.json', '{"a": «16»}', '1.10', undefined, '{"a": "1.10"}'],
    ['x.toml', 'python = «3.12»', '3.13.1', undefined, 'python = "3.13.1"'],
    ['x.tf', 'v = «1.20»', '1.30', undefined, 'v = "1.30"'],
    ['.env', '\uFEFFA=«0.1.0»', '0.2.0', undefined, '\uFEFFA=0.2.0'],
    ['pom.xml', '<v>«5.3.8»</v>', '5.3.9', undefined, '<v>5.3.9</v>'],
    ['README.md', '- [etcd](https://x) «3.6.14»', '3.6.15', undefined, '- [etcd](https://x) 3.6.15'],
  ] as const)('%s: %s to %s', (path, marked, version, digest, wanted) => expect(edit(path, marked, version, digest)).toBe(wanted))

  it('is refused where there is no such place, and where it would write more than a version', () => {
    const row = { id: 1, path: 'a', text: 'a 1.0\n', line: 1, col_start: 2, col_end: 5, new_value: '1.1' }
    expect(answerEdit(row)).toEqual({ id: 1, text: 'a 1.1\n' })
    expect(() => answerEdit({ ...row, line: 3 })).toThrow('no columns 2 to 5 in line 3')
    expect(() => answerEdit({ ...row, col_end: 6 })).toThrow('no columns')
    expect(() => answerEdit({ ...row, new_value: '1.1\nx' })).toThrow('no version has')
    expect(() => answerEdit({ ...row, new_digest: '`x`' })).toThrow('is no digest')
  })
})
