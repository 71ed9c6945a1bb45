import { describe, expect, it } from 'vitest'
import type { Judged } from './judged.ts'
import { wordingModule } from './wording.ts'

function judged(form: string, breaking: boolean): Judged {
  return { form, breaking, place: 'plain', release: 'minor', shape: 'bullet' }
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
})
