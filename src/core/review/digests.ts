import type { Release } from '../model/release.ts'
import type { Concern, Move } from './contract.ts'
import type { PlacedPin } from './moves.ts'

/**
 * What stands beside the version against what upstream has under it: a commit or digest that is none of the version's own is how a known
 * version is made to be something else. The digest of an image may be that of one platform, so it only warns; a tag leads to one commit.
 */
export function digestConcerns(move: Move, pins: readonly PlacedPin[], release: Release | undefined): Concern[] {
  const beside = [...new Set(pins.filter((pin) => pin.value === move.to).flatMap((pin) => pin.digestText ?? []))]
  if (beside.length === 0) return []
  const unknown = beside.flatMap((text) => concernOf(text, move, release))
  const changed: Concern[] =
    move.kind === 'digest' && unknown.length === 0
      ? [
          {
            code: 'digest-changed',
            level: 'notice',
            text: `${move.to} stays, and what is pinned beside it is another: ${beside.join(', ')}.`,
          },
        ]
      : []
  return [...unknown, ...changed]
}

function concernOf(text: string, { to }: Move, release: Release | undefined): Concern[] {
  const isCommit = /^[0-9a-f]{40}$/.test(text)
  const wanted = isCommit ? release?.commit : release?.digest
  if (wanted === undefined || wanted === text) return []
  const where = isCommit
    ? `upstream’s tag of ${to} leads to ${wanted}`
    : `upstream’s ${to} has ${wanted}, unless this is the digest of one platform`
  return [{ code: 'digest-unknown', level: isCommit ? 'failure' : 'warning', text: `${text} is pinned beside ${to}, but ${where}.` }]
}
