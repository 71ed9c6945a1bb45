import { MAX_VERSION_LENGTH } from './numeral.ts'
import { isPlain } from './plain.ts'

/** What stands before the version in a component's tags, and how its numbers are separated. */
export interface TagShape {
  /** `helm-loki-`, `release-`, `REL_`; empty for `v1.2.3`, for every scheme reads a lone `v`. */
  prefix: string
  separator: '.' | '_' | '-'
  /** A scheme that reads such tags as they are, where the separator is not a dot: `regex:^REL_…`. */
  versioning: string | null
  /** Other prefixes seen, most frequent first: other components of a monorepo. */
  others: readonly { prefix: string; tags: number }[]
  /** One sentence for people. */
  reason: string
}

interface SplitTag {
  prefix: string
  version: string
}

const MAX_TAGS = 5000
const MAX_OTHERS = 10

/** Finds the prefix of a component's tags: that of the current version where it tells, else the most frequent one. */
export function inferTagShape(tags: readonly string[], current?: string): TagShape {
  const groups = versionsByPrefix(tags.length > MAX_TAGS ? tags.slice(0, MAX_TAGS) : tags)
  const ranked = [...groups].toSorted(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1))
  const { prefix, why } = choosePrefix(ranked, current)
  const versions = groups.get(prefix) ?? []
  const separator = separatorOf(versions)
  const others = ranked.flatMap(([other, found]) => (other === prefix ? [] : [{ prefix: other, tags: found.length }])).slice(0, MAX_OTHERS)
  const all = ranked.reduce((count, [, found]) => count + found.length, 0)
  return {
    prefix,
    separator,
    versioning: separator === '.' ? null : patternFor(prefix, separator),
    others,
    reason: reasonOf(prefix, why, versions.length, all),
  }
}

/** The versions that tags end in, by what stands before them. */
function versionsByPrefix(tags: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  const bare: string[] = []
  const take = (version: string, group: string[] | undefined, prefix: string) => {
    if (group === undefined) groups.set(prefix, [version])
    else group.push(version)
  }
  for (const tag of tags) {
    if (tag.length <= MAX_VERSION_LENGTH && isPlain(tag)) bare.push(tag)
    else {
      const split = splitTag(tag)
      if (split !== null) take(split.version, split.prefix === '' ? bare : groups.get(split.prefix), split.prefix)
    }
  }
  return bare.length === 0 ? groups : groups.set('', bare)
}

/** The version in a tag of that shape, its numbers separated by dots; null where the tag is of another shape. */
export function versionOfTag(tag: string, shape: Pick<TagShape, 'prefix' | 'separator'>): string | null {
  const split = splitTag(tag)
  if (split === null || split.prefix !== shape.prefix) return null
  if (shape.separator === '.') return split.version
  return split.version.replace(NUMBERS, (numbers) => numbers.replaceAll(shape.separator, '.'))
}

/** Where a version can begin: at the start, behind a separator, or behind a separator and a `v`; not inside `1.2` or `17_4`. */
const SEPARATED = /(?:^|[-/@+ ]|(?<!\d)[._])v?(\d)/g
/** Where nothing separates it from a name: `REL9_6`, `ver1.2`. */
const GLUED = /(?<![0-9.]|[0-9][_-])(\d)/g
const VERSION = /^\d+(?:[._-]\d+){0,7}(?:[._+-]?[A-Za-z][\w.+~-]*|[+~-][\w.+~-]*)?$/
const NUMBERS = /^v?\d+(?:[._-]\d+)*/

/** At the first number that others follow (`k8s-1.28.3` at 1), else at the last number. Null where no version ends the tag. */
export function splitTag(tag: string): SplitTag | null {
  if (tag.length > MAX_VERSION_LENGTH) return null
  if (isPlain(tag)) return { prefix: '', version: tag }
  const at = versionStart(tag, SEPARATED) ?? versionStart(tag, GLUED)
  if (at === null) return null
  const start = /(?:^|[-_/@.+ ])v$/.test(tag.slice(0, at)) ? at - 1 : at
  return { prefix: tag.slice(0, start), version: tag.slice(start) }
}

function versionStart(tag: string, starts: RegExp): number | null {
  let found: number | null = null
  for (const match of tag.matchAll(starts)) {
    const at = match.index + match[0].length - 1
    const rest = tag.slice(at)
    if (!VERSION.test(rest)) continue
    found = at
    if (/^\d+[._-]\d/.test(rest)) break
  }
  return found
}

type Ranked = readonly (readonly [string, readonly string[]])[]

function choosePrefix(ranked: Ranked, current: string | undefined): { prefix: string; why: string } {
  const [first] = ranked
  if (first === undefined) return { prefix: '', why: 'no tag ends in a version' }
  const own = current === undefined ? null : splitTag(current)
  if (own !== null && own.prefix !== '' && ranked.some(([prefix]) => prefix === own.prefix))
    return { prefix: own.prefix, why: `the current version ${current} begins with it` }
  const wanted = own === null ? null : bare(own.version)
  const holding =
    wanted === null ? undefined : ranked.find(([, tags]) => tags.some((version) => isAsLong(version, wanted) && bare(version) === wanted))
  if (holding !== undefined)
    return {
      prefix: holding[0],
      why: `the current version ${current} stands in ${holding[0] === '' ? 'a tag without one' : 'a tag with it'}`,
    }
  return { prefix: first[0], why: first[0] === '' ? 'most tags have none' : 'it is the most frequent one' }
}

/** Whether a version is as long as another, or longer by a `v`: what is not needs no closer look. */
function isAsLong({ length }: string, wanted: string): boolean {
  return length === wanted.length || length === wanted.length + 1
}

function bare(version: string): string {
  const numbers = version.startsWith('v') ? version.slice(1) : version
  return numbers.includes('_') ? numbers.replaceAll('_', '.') : numbers
}

/** The dot, unless most versions of several numbers are written with another one. */
function separatorOf(versions: readonly string[]): TagShape['separator'] {
  if (!versions.some((version) => version.includes('_') || version.includes('-'))) return '.'
  const compound = versions.flatMap((version) => /^v?\d+([._-])\d/.exec(version)?.[1] ?? [])
  const isMost = (separator: string): boolean => compound.filter((one) => one === separator).length * 2 > compound.length
  if (isMost('_')) return '_'
  const areDates = versions.some((version) => /^\d{4}-\d\d-\d\d/.test(version))
  return isMost('-') && !areDates ? '-' : '.'
}

function patternFor(prefix: string, separator: '_' | '-'): string {
  const literal = prefix.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')
  const more = ['minor', 'patch', 'build'].map((name) => `(?:${separator}(?P<${name}>\\d+))?`).join('')
  return `regex:^${literal}v?(?P<major>\\d+)${more}(?P<prerelease>[A-Za-z][0-9A-Za-z]*)?$`
}

function reasonOf(prefix: string, why: string, tags: number, all: number): string {
  if (all === 0) return 'No tag prefix, for no tag ends in a version.'
  const share = `${tags} of ${all} tags that end in a version ${tags === 1 ? 'has' : 'have'} it`
  return prefix === '' ? `No tag prefix: ${why}.` : `Tag prefix “${prefix}”: ${why}; ${share}.`
}
