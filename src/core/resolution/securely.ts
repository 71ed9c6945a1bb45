import type { Candidate, Held, HeldCode } from '../model/upgrade.ts'
import type { Rejection } from '../strategies/contract.ts'
import type { Versioning } from '../versioning/contract.ts'
import { laneOf } from './breaking-number.ts'
import { resolveComponent } from './candidates.ts'
import type { Considered, OpenAt, Resolution, ResolveInput } from './contract.ts'
import { clip, list } from './phrases.ts'

/** Reasons by which a text is no later release of the component at all. */
const NO_LATER = new Set<HeldCode>(['not-newer', 'pattern', 'invalid-version', 'incompatible-tag'])
/** Vulnerabilities that a sentence names. */
const MOST_NAMED = 3

/** The component as it would resolve without a look at security, and with everything that mends something let through. */
interface Ground {
  plain: Resolution
  freed: Resolution
  versioning: Versioning
  scale: Scale
}

/** How much versions leave open. */
interface Scale {
  /** Whether it strictly removes some of what is open now, and brings nothing that is known. */
  mends(version: string): boolean
  left(version: string): number
  names(version: string): readonly string[]
}

/** A release that is to be taken, and higher ones that give way to it. */
interface Choice {
  take: { tag: string; version: string }
  avoid: readonly Candidate[]
}

/**
 * Resolves a component whose version in force is known to be vulnerable: security goes first. What mends most is let past age, lag and pin,
 * by the smallest step that does it, and only where nothing that may be taken anyway does as well; and a higher release that leaves open
 * what a lower one mends gives way to it. Anything else is as if nobody had looked.
 */
export function resolveSecurely(input: ResolveInput, open: OpenAt | undefined): Resolution {
  const plain = resolveComponent(input)
  const before = plain.current === null ? null : (open?.(plain.current) ?? null)
  if (open === undefined || before === null || before.size === 0) return plain
  const scale = scaleOf(before, open)
  const fixing = plain.considered.filter((one) => isLater(one) && scale.mends(one.version))
  const security = { open: [...before].sort(), fixes: new Set(fixing.map(({ version }) => version)), waived: new Map<string, Held>() }
  if (fixing.length === 0) return { ...plain, security }
  const freed = resolveComponent({ ...input, securityFixes: new Set(fixing.map(({ tag }) => tag)) })
  if (input.component.strategy === 'locked') return { ...freed, security }
  const ground = { plain, freed, versioning: input.versioning, scale }
  const choices = input.component.strategy === 'pinned' ? pinnedChoice(ground) : laneChoices(ground)
  if (choices.length === 0) return { ...plain, security }
  const chosen = resolveComponent({
    ...input,
    securityFixes: new Set(choices.map(({ take }) => take.tag)),
    holds: new Map([...(input.holds ?? []), ...choices.flatMap((choice) => gaveWay(choice, scale))]),
  })
  return { ...chosen, security: { ...security, waived: waivedIn(plain, choices) } }
}

function scaleOf(before: ReadonlySet<string>, open: OpenAt): Scale {
  const known = new Map<string, ReadonlySet<string> | null>()
  const at = (version: string) => {
    if (!known.has(version)) known.set(version, open(version))
    return known.get(version) ?? null
  }
  return {
    mends(version) {
      const after = at(version)
      return after !== null && after.size < before.size && [...after].every((one) => before.has(one))
    },
    left: (version) => at(version)?.size ?? Number.POSITIVE_INFINITY,
    names: (version) => [...(at(version) ?? [])].sort(),
  }
}

/** Each lane by itself; the major one gives its place up to nothing but a step that mends more than the safe one. */
function laneChoices(ground: Ground): Choice[] {
  const { plain, scale } = ground
  const safe = choiceIn('safe', ground)
  const near = safe?.take.version ?? optionsIn('safe', plain)[0]?.release.version ?? plain.current
  const far = choiceIn('major', ground)
  const isWorth = far !== null && (near === null || scale.left(far.take.version) < scale.left(near))
  return [...(safe === null ? [] : [safe]), ...(isWorth ? [far] : [])]
}

function choiceIn(lane: Candidate['lane'], { plain, freed, versioning, scale }: Ground): Choice | null {
  const fixers = optionsIn(lane, freed).filter(({ release }) => scale.mends(release.version))
  const least = Math.min(...fixers.map(({ release }) => scale.left(release.version)))
  const best = fixers.filter(({ release }) => scale.left(release.version) === least).map(({ release }) => release)
  const normal = optionsIn(lane, plain)
  const isBest = ({ release }: Candidate) => best.some(({ tag }) => tag === release.tag)
  const take = normal.find(isBest)?.release ?? best.at(-1)
  if (take === undefined || (normal[0] !== undefined && isBest(normal[0]))) return null
  const goal = versioning.parse(take.version)
  return { take, avoid: normal.filter(({ release }) => versioning.compare(versioning.parse(release.version), goal) > 0) }
}

/** What is pinned moves as little as it can: within its major where that mends anything, to what mends most, to the nearest of those. */
function pinnedChoice({ plain, freed, versioning, scale }: Ground): Choice[] {
  const from = versioning.parse(plain.current ?? '')
  const named = plain.options[0]?.release
  const allowed = freed.considered.filter((one) => (one.lane !== undefined || one.held?.code === 'pinned') && scale.mends(one.version))
  const near = allowed.filter(({ version }) => laneOf(from, versioning.parse(version), versioning) === 'safe')
  const among = near.length > 0 ? near : allowed
  const least = Math.min(...among.map(({ version }) => scale.left(version)))
  const take = among.filter(({ version }) => scale.left(version) === least).at(-1)
  if (take === undefined || (named !== undefined && scale.left(named.version) <= least)) return []
  return [{ take, avoid: [] }]
}

function gaveWay({ take, avoid }: Choice, scale: Scale): [string, Rejection][] {
  return avoid.map(({ release: { tag, version } }) => {
    const names = scale.names(version)
    const shown = names.length > MOST_NAMED ? [...names.slice(0, MOST_NAMED), `${names.length - MOST_NAMED} more`] : names
    const reason = `${version} is affected by ${list(shown.map(clip))}; ${take.version}, which mends more of what is open, goes first.`
    return [tag, { code: 'vulnerable', reason, frees: `The step to ${take.version} first.` }]
  })
}

/** What would have held those that were taken. */
function waivedIn({ considered }: Resolution, choices: readonly Choice[]): Map<string, Held> {
  const taken = new Set(choices.map(({ take }) => take.tag))
  return new Map(
    considered.flatMap(({ tag, version, held }): [string, Held][] =>
      taken.has(tag) && held !== undefined && held.code !== 'superseded' ? [[version, held]] : [],
    ),
  )
}

function optionsIn(lane: Candidate['lane'], { options }: Resolution): Candidate[] {
  return options.filter((one) => one.lane === lane)
}

function isLater({ held }: Considered): boolean {
  return held === undefined || !NO_LATER.has(held.code)
}
