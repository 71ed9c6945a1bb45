import type { Upgrade } from '../model/upgrade.ts'

/** GitHub cuts titles at 256 characters. */
const MAX_TITLE = 250

/** `Bump redis from 7.2.4 to 7.4.2 (production)`, `Bump loki and promtail together (staging)`. */
export function titleFor(upgrades: readonly Upgrade[]): string {
  const [first] = upgrades
  if (first === undefined) throw new Error('a proposal needs an upgrade')
  const environment = first.environment === null ? '' : ` (${first.environment})`
  const what =
    upgrades.length === 1
      ? `Bump ${first.component} from ${first.from} to ${first.to}`
      : `Bump ${sentenceList(upgrades.map((upgrade) => `${upgrade.component} to ${upgrade.to}`))} together`
  return what.length + environment.length <= MAX_TITLE ? what + environment : `Bump ${upgrades.length} components together${environment}`
}

/** `a`, `a and b`, `a, b and c`. */
export function sentenceList(words: readonly string[]): string {
  if (words.length <= 1) return words.join('')
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
