import { describe, expect, it } from 'vitest'
import type { NormalForm } from '../../core/notes/language/normal-form.ts'
import { type Judged, judgedSentences, parseJudged, wordingModule } from './wording.ts'

function judged(form: string, breaking: boolean): Judged {
  return { form: form as NormalForm, breaking, place: 'plain', release: 'minor', shape: 'bullet' }
}

/** Of 40 entries, what begins with `lose` breaks something, whatever it is about. */
const ENTRIES = ['window', 'button', 'list', 'filter', 'report'].flatMap((thing) =>
  Array.from({ length: 4 }, (_, n) => [judged(`lose the ${thing} ${n}`, true), judged(`paint the ${thing} ${n}`, false)]).flat(),
)

function weightsIn(module: string): Map<string, number> {
  const lines = /WEIGHTS = `([^`]*)`/.exec(module)?.[1]?.split('\n') ?? []
  return new Map(
    lines.flatMap((line) => {
      const [weight, ...features] = line.split('\t')
      return features.map((feature) => [feature, Number(weight)] as const)
    }),
  )
}

describe('learning from judged entries', () => {
  it('gives weight to what tells breaks from the rest, and none to what both have', () => {
    const weights = weightsIn(wordingModule(ENTRIES))
    expect(weights.get('lose')).toBeGreaterThan(0)
    expect(weights.get('paint')).toBeLessThan(0)
    expect(Math.abs(weights.get('window') ?? 0)).toBeLessThan(20)
  })

  it('comes to the same text each time, so that a review sees what a new entry changed', () => {
    expect(wordingModule(ENTRIES)).toBe(wordingModule([...ENTRIES]))
  })

  it('reads entries by project, with comments between them', () => {
    const [entry, ...more] = parseJudged('# owner/name 1.0 2.0\n1\topens\tremoved\tbullet\tremove CODE\n\n')
    expect(entry).toEqual({ breaking: true, release: 'opens', place: 'removed', shape: 'bullet', form: 'remove CODE' })
    expect(more).toEqual([])
  })

  it('says which line of the judged entries is none', () => {
    expect(() => parseJudged('# owner/name 1.0 2.0\n1\topens\tnowhere\tbullet\tremove CODE\n')).toThrow(/line 2/)
  })

  it('takes sentences on which readers agree, and leaves out the others', () => {
    const rows = [
      { text: 'Remove `a`', section: 'Removed', version: '2.0.0', breaking: true },
      { text: 'Perhaps', breaking: null },
    ]
    const entries = judgedSentences(rows)
    expect(new Set(entries.map(({ form }) => form))).toEqual(new Set(['remove CODE']))
    expect(entries[0]).toMatchObject({ place: 'removed', release: 'opens', breaking: true })
  })
})
