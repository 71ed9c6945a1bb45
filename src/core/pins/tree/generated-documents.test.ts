import fc from 'fast-check'
import { stringify as tomlText } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { applyEdits } from '../../text/edit.ts'
import type { PinEditor } from '../contract.ts'
import { json } from '../json.ts'
import { toml } from '../toml.ts'
import { yaml } from '../yaml.ts'
import { joinPath, parsePath } from './path.ts'

type Value = string | number | Value[] | { [key: string]: Value }

const key = fc.oneof(
  fc.stringMatching(/^[a-z][a-z_-]{0,6}$/),
  fc.stringMatching(/^[a-z./: -]{1,8}$/),
  fc.constantFrom('x.y', 'a b', "it's", '8.0', '#', 'null'),
)
const version = fc.constantFrom('1.2.3', 'v1.0.0', '1.10', '29.0', '7.4.2-alpine', '2010-04-01', 'latest', '20.11.5')
const leaf: fc.Arbitrary<Value> = fc.oneof(version, fc.string({ maxLength: 8 }), fc.nat({ max: 99 }))
const { tree } = fc.letrec<{ tree: Value; map: Value; list: Value }>((tie) => ({
  tree: fc.oneof({ maxDepth: 4, depthSize: 'small' }, leaf, tie('map'), tie('list')),
  map: fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
  list: fc.array(tie('tree'), { maxLength: 3 }),
}))
const document = fc.dictionary(key, tree, { minKeys: 1, maxKeys: 5, noNullPrototype: true })

/** Paths to the versions of a document. */
function versionsIn(value: Value, path = ''): { path: string; value: string }[] {
  if (typeof value === 'string') return /^v?\d+\.\d+\.\d+$/.test(value) ? [{ path, value }] : []
  if (typeof value === 'number') return []
  if (Array.isArray(value)) return value.flatMap((item, index) => versionsIn(item, `${path}[${index}]`))
  return Object.entries(value).flatMap(([name, child]) => versionsIn(child, joinPath(path, name)))
}

const languages: [string, PinEditor<string>, (value: Value) => string, (text: string) => unknown][] = [
  ['yaml', yaml, (value) => stringify(value), (text) => parse(text)],
  ['yaml in flow style', yaml, (value) => stringify(value, { collectionStyle: 'flow' }), (text) => parse(text)],
  ['json', json, (value) => JSON.stringify(value, null, 2), (text) => JSON.parse(text)],
]

describe.each(languages)('any document of %s', (_, editor, write, read) => {
  it('has each version where its path says, and another version there changes nothing else', () => {
    let seen = 0
    fc.assert(
      fc.property(document, version, (value, next) => {
        const text = write(value)
        for (const { path, value: old } of versionsIn(value)) {
          seen += 1
          const places = editor.find(text, path)
          expect(places.map((place) => place.value)).toEqual([old])
          const edits = places.flatMap((place) => editor.replace(text, place, { version: next }))
          const after = applyEdits(text, edits)
          const wanted = next.startsWith('v') || /^\d/.test(next) ? old.replace(/\d.*/, '') + next.replace(/^v/, '') : next
          expect(versionAt(read(after), path)).toBe(wanted)
          expect(withoutAt(read(after), path)).toEqual(withoutAt(read(text), path))
        }
      }),
      { numRuns: 150 },
    )
    expect(seen).toBeGreaterThan(50)
  })
})

it('any document of toml has each version where its path says', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        key,
        fc.oneof(
          version,
          fc.dictionary(key, version, { maxKeys: 3, noNullPrototype: true }),
          fc.array(fc.record({ name: version, v: version }), { minLength: 1, maxLength: 3 }),
        ),
        { maxKeys: 5, noNullPrototype: true },
      ),
      (value) => {
        const text = tomlText(value)
        for (const { path, value: old } of versionsIn(value))
          expect(
            toml.find(text, path).map((place) => place.value),
            `${path} in ${text}`,
          ).toEqual([old])
      },
    ),
    { numRuns: 150 },
  )
})

function steps(path: string): (string | number)[] {
  const parsed = parsePath(path)
  if ('error' in parsed) throw new Error(`${path}: ${parsed.error}`)
  return parsed.flatMap((segment): (string | number)[] =>
    segment.kind === 'key' ? [segment.key] : segment.kind === 'index' ? [segment.index] : [],
  )
}

function versionAt(value: unknown, path: string): unknown {
  return steps(path).reduce<unknown>((at, step) => Reflect.get(Object(at), step), value)
}

function withoutAt(value: unknown, path: string): unknown {
  const copy: unknown = structuredClone(value)
  const all = steps(path)
  const parent = all.slice(0, -1).reduce<unknown>((at, step) => Reflect.get(Object(at), step), copy)
  Reflect.set(Object(parent), all.at(-1) ?? '', null)
  return copy
}
