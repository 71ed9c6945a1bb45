import type { Upgrade } from '../model/upgrade.ts'
import { titleFor } from './title.ts'

const TRAILER = 'Pinwarden-Digest: '

/** Title as headline, one line an upgrade, and a trailer by which a later run knows the commit as its own. */
export function commitMessage(upgrades: readonly Upgrade[], digest: string): { headline: string; body: string } {
  const lines = upgrades.map((upgrade) => `${upgrade.component}: ${upgrade.from} -> ${upgrade.to} (${upgrade.judgement.risk} risk)`)
  return { headline: titleFor(upgrades), body: `${lines.join('\n')}\n\n${TRAILER}${digest}` }
}

/** The digest that a commit message of ours carries, or null. */
export function digestOfMessage(message: string): string | null {
  const line = message.split('\n').findLast((one) => one.startsWith(TRAILER))
  return line === undefined ? null : line.slice(TRAILER.length).trim()
}
