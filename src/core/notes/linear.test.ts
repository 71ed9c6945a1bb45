import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { compilePattern, isPattern } from '../text/pattern.ts'

const FOLDERS = ['./', './outline/', './entries/', './language/', './phrases/', './signals/', './wording/', './judge/']

/** Every regular expression that stands in the folder's sources, as written between its slashes. */
function literals(): { file: string; source: string }[] {
  return FOLDERS.flatMap((folder) => {
    const url = new URL(folder, import.meta.url)
    const files = readdirSync(url).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    return files.flatMap((file) => literalsOf(file, readFileSync(new URL(file, url), 'utf8')))
  })
}

/** What may stand in a source beside code: comments, strings, templates without their parts; then a regular expression behind a sign. */
const TOKENS =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|(?<=[([,=:;!&|?{}>]\s*)\/((?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/[a-z]*/g

function literalsOf(file: string, text: string): { file: string; source: string }[] {
  return [...text.matchAll(TOKENS)].flatMap((match) => (match[1] === undefined ? [] : [{ file, source: match[1] }]))
}

/** Every expression and every phrase that the modules make from lists of words when they are loaded. */
async function made(): Promise<{ file: string; source: string }[]> {
  const found: { file: string; source: string }[] = []
  class Recorded extends RegExp {
    constructor(source: string | RegExp, flags?: string) {
      super(source, flags)
      found.push({ file: 'made', source: this.source })
    }
  }
  vi.resetModules()
  vi.stubGlobal('RegExp', Recorded)
  vi.doMock(import('./phrases/phrase.ts'), async (original) => {
    const { phrase } = await original()
    return {
      phrase(source: string) {
        found.push({ file: 'phrase', source })
        return phrase(source)
      },
    }
  })
  await import('./read-notes.ts')
  return found
}

/** `\u{1f000}` is written `\x{1f000}` in RE2; the meaning is the same. */
function inRe2(source: string): string {
  return source
    .replace(/\\u\{([0-9a-f]+)\}/g, '\\x{$1}')
    .replace(/\\u([0-9a-f]{4})/g, '\\x{$1}')
    .replace(/\\\//g, '/')
}

/** Whether a part that may repeat without end stands inside another such: the shape that makes backtracking explode. */
function nests(source: string): boolean {
  const open: boolean[] = []
  const bare = source.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x')
  let inside = false
  for (const token of bare.match(/\(\?:|\(|\)(?:[*+]|\{\d+,\})?|[*+]|\{\d+,\}/g) ?? []) {
    if (token.startsWith('(')) {
      open.push(inside)
      inside = false
    } else if (token.startsWith(')')) {
      if (token.length > 1 && inside) return true
      inside = (open.pop() ?? false) || inside || token.length > 1
    } else inside = true
  }
  return false
}

afterEach(() => {
  vi.unstubAllGlobals()
  vi.doUnmock('./phrases/phrase.ts')
})

describe('our own regular expressions', () => {
  it('compile under RE2, so that no text makes them slow', async () => {
    const all = [...literals(), ...(await made())]
    vi.unstubAllGlobals()
    expect(all.length).toBeGreaterThan(400)
    const refused = all.flatMap(({ file, source }) => {
      const compiled = compilePattern(inRe2(source))
      return isPattern(compiled) ? [] : [`${file}: ${compiled.error.slice(0, 120)} in ${source.slice(0, 200)}`]
    })
    expect(refused).toEqual([])
  })

  it('nest no repetition without end in another', async () => {
    expect(nests('(?:a+b)+')).toBe(true)
    expect(nests('(?:a{1,9}b)+c+')).toBe(false)
    expect([...literals(), ...(await made())].filter(({ source }) => nests(source))).toEqual([])
  })
})
