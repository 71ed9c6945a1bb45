import { once } from '../../model/once.ts'
import { featuresOf, type Worded } from './features.ts'
import { BIAS, WEIGHTS } from './weights.ts'

/** Weights are kept in hundredths. */
const UNIT = 100

const table = once(() => tableOf(WEIGHTS))

/**
 * How much the wording of an entry is like that of entries which careful readers called breaking: the logarithm of the odds, 0 where it may
 * as well be as not. A logistic regression over words and places, learned from judged entries (`fixtures/notes/judged.tsv`).
 */
export function wordingOf(entry: Worded): number {
  const weights = table()
  let sum = BIAS
  for (const feature of featuresOf(entry)) sum += weights.get(feature) ?? 0
  return sum / UNIT
}

/** Each line of the table: a weight, then the features that have it, apart by tabs. */
function tableOf(lines: string): Map<string, number> {
  const weights = new Map<string, number>()
  for (const line of lines.split('\n')) {
    const [weight, ...features] = line.split('\t')
    for (const feature of features) weights.set(feature, Number(weight))
  }
  return weights
}
