import { featuresOf } from '../../core/notes/wording/features.ts'
import type { Judged } from './judged.ts'

/** So many features are kept: on entries that it has not seen, more of them tell nothing more. */
const KEPT = 1500
/** A feature of fewer entries tells of them alone. */
const RARE = 4
const ROUNDS = 20
/** The mean of so many last rounds counts: one more entry, and so another order, then changes little. */
const LATE = 10
const RATE = 0.2
/** How strongly a weight is held to nothing. */
const HELD = 6
/** Weights are written in hundredths, in steps of so many: what is finer is chance. */
const STEP = 5

interface Model {
  bias: number
  weights: Map<string, number>
}

/** The module that holds what is learned from judged entries: a logistic regression with few features. The same entries give the same text. */
export function wordingModule(judged: readonly Judged[]): string {
  const entries = judged.map((entry) => ({ breaking: entry.breaking, features: [...featuresOf(entry)] }))
  const counts = new Map<string, number>()
  for (const { features } of entries) for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1)
  const common = new Map([...counts].filter(([, count]) => count >= RARE))
  const all = learn(entries, common)
  const telling = [...all.weights]
    .map(([feature, weight]) => ({ feature, tells: Math.abs(weight) * Math.sqrt(common.get(feature) ?? 0) }))
    .sort((a, b) => b.tells - a.tells || (a.feature < b.feature ? -1 : 1))
    .slice(0, KEPT)
  const model = learn(entries, new Map(telling.map(({ feature }) => [feature, common.get(feature) ?? 0])))
  return moduleOf(model, judged.length)
}

/** AdaGrad, with the entries in an order that is mixed anew for each round, and the same each time. */
function learn(entries: readonly { breaking: boolean; features: readonly string[] }[], counts: ReadonlyMap<string, number>): Model {
  const names = [...counts.keys()]
  const index = new Map(names.map((name, at) => [name, at]))
  const count = names.map((name) => counts.get(name) ?? 1)
  const rows = entries.map(({ features }) => features.map((feature) => index.get(feature) ?? -1).filter((at) => at >= 0))
  const weights = new Float64Array(names.length)
  const seen = new Float64Array(names.length).fill(0.1)
  const random = generator()
  const order = entries.map((_, at) => at)
  const late = new Float64Array(names.length)
  let [bias, biasSeen, biases] = [-2, 0.1, 0]
  for (let round = 0; round < ROUNDS; round += 1) {
    shuffle(order, random)
    for (const at of order) {
      const row = rows[at] ?? []
      const sum = row.reduce((total, one) => total + (weights[one] ?? 0), bias)
      const error = 1 / (1 + Math.exp(-sum)) - (entries[at]?.breaking === true ? 1 : 0)
      biasSeen += error * error
      bias -= (RATE * error) / Math.sqrt(biasSeen)
      for (const one of row) {
        const weight = weights[one] ?? 0
        const slope = error + (HELD / (count[one] ?? 1)) * weight
        const before = seen[one] ?? 0
        seen[one] = before + slope * slope
        weights[one] = weight - (RATE * slope) / Math.sqrt(before + slope * slope)
      }
    }
    if (round < ROUNDS - LATE) continue
    biases += bias
    for (const [at, weight] of weights.entries()) late[at] = (late[at] ?? 0) + weight
  }
  return { bias: biases / LATE, weights: new Map(names.map((name, at) => [name, (late[at] ?? 0) / LATE])) }
}

function moduleOf({ bias, weights }: Model, entries: number): string {
  const groups = new Map<number, string[]>()
  for (const [feature, weight] of [...weights].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const rounded = STEP * Math.round((100 * weight) / STEP)
    if (rounded !== 0) groups.set(rounded, [...(groups.get(rounded) ?? []), feature])
  }
  const lines = [...groups].sort(([a], [b]) => b - a).map(([weight, features]) => [weight, ...features].join('\t'))
  return `// Learned from ${entries} judged entries by src/scripts/generate/wording.ts. Not edited by hand.
// biome-ignore-all format: a table

/** Log-odds of an entry without any of the features, in hundredths. */
export const BIAS = ${Math.round(100 * bias)}

/** Log-odds that a feature adds, in hundredths, and the features that add so much, apart by tabs. */
export const WEIGHTS = \`${lines.join('\n').replace(/[\\`$]/g, '\\$&')}\`
`
}

function shuffle(order: number[], random: () => number): void {
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1))
    ;[order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0]
  }
}

/** The minimal standard generator of Park and Miller (1988), for the same order each time. */
function generator(): () => number {
  let state = 1
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
