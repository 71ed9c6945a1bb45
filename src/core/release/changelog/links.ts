import { isReference } from './document.ts'
import type { Line } from './lines.ts'

/** What the links of a CHANGELOG are to say of a release. */
export interface LinkInput {
  /** As the heading has it between its brackets: `1.3.0`. */
  label: string
  tag: string
  /** Tag of the release before; null for the first. */
  previousTag: string | null
  /** A release of an earlier run that never got its tag, and whose links become those of this one. */
  replaces: { label: string; tag: string } | null
  end: string
}

interface Reference {
  at: number
  label: string
  url: string
}

const REFERENCE = /^ {0,3}\[([^\]\n]{1,200})\]:[ \t]{0,5}(\S{1,1000})/
/** `…/compare/A...B` (GitHub, GitLab, Gitea), `…/branches/compare/B..A` (Bitbucket, the newer first). */
const COMPARE = /^(.{0,900}\/compare\/)([^/\s].{0,300}?)(\.{2,3}|%0D)([^\s]{1,300})$/

/**
 * The lines with the link of the release added below that of Unreleased, and Unreleased counted from it. How addresses look is taken from the
 * links that are there; without any, none is made.
 */
export function withLinks(lines: readonly Line[], input: LinkInput): Line[] {
  const { label, tag, previousTag, end } = input
  const out = lines.map((line) => (input.replaces === null ? line : replaced(line, input.replaces, input)))
  const references = referencesIn(out)
  const unreleased = references.find((one) => /^unreleased$/i.test(one.label))
  const known = references.some((one) => one.label === label)
  const newest = references.find((one) => previousTag !== null && one !== unreleased && one.url.includes(previousTag))
  const url = unreleased === undefined ? undefined : released(unreleased.url, tag, previousTag)
  const ownUrl = url?.own ?? (newest === undefined ? undefined : like(newest.url, tag, previousTag))
  if (unreleased !== undefined && url !== undefined) out[unreleased.at] = withUrl(out[unreleased.at], unreleased.url, url.unreleased)
  if (known || ownUrl === undefined) return out
  const at = unreleased === undefined ? (newest?.at ?? out.length) : unreleased.at + 1
  return [...out.slice(0, at), { text: `[${label}]: ${ownUrl}`, end }, ...out.slice(at)]
}

function referencesIn(lines: readonly Line[]): Reference[] {
  return lines.flatMap((line, at) => {
    const found = isReference(line) ? REFERENCE.exec(line.text) : null
    return found === null ? [] : [{ at, label: found[1] ?? '', url: found[2] ?? '' }]
  })
}

function withUrl(line: Line | undefined, from: string, to: string): Line {
  return line === undefined ? { text: '', end: '' } : { ...line, text: line.text.replace(from, () => to) }
}

/** The address of Unreleased after the release, and that of the release; undefined where it is of no known form. */
function released(url: string, tag: string, previousTag: string | null): { unreleased: string; own: string } | undefined {
  const compare = COMPARE.exec(url)
  if (compare === null) return firstRelease(url, tag)
  const [, base = '', a = '', dots = '', b = ''] = compare
  if (a === tag || b === tag) return { unreleased: url, own: previousTag === null ? url : pair(base, previousTag, dots, tag, b === tag) }
  const backwards = previousTag !== null && b === previousTag
  return {
    unreleased: backwards ? `${base}${a}${dots}${tag}` : `${base}${tag}${dots}${b}`,
    own: backwards ? `${base}${tag}${dots}${b}` : `${base}${previousTag ?? a}${dots}${tag}`,
  }
}

function pair(base: string, older: string, dots: string, newer: string, backwards: boolean): string {
  return backwards ? `${base}${newer}${dots}${older}` : `${base}${older}${dots}${newer}`
}

/** Before the first release, Unreleased leads to the repository or to a branch of it. */
function firstRelease(url: string, tag: string): { unreleased: string; own: string } | undefined {
  const found = /^(https?:\/\/[^/\s]{1,200}\/[^\s]{1,300}?)(\/-)?(?:\/(?:commits|tree)\/[^\s]{1,200})?\/?$/.exec(url)
  if (found?.[1] === undefined) return undefined
  const gitlab = found[2] !== undefined || /^https?:\/\/[^/]{0,100}gitlab/.test(url)
  const base = found[1] + (gitlab ? '/-' : '')
  return { unreleased: `${base}/compare/${tag}...HEAD`, own: `${base}/${gitlab ? 'tags' : 'releases/tag'}/${tag}` }
}

/** The address of the release before, with the tags moved on by one. */
function like(url: string, tag: string, previousTag: string | null): string | undefined {
  if (previousTag === null || !url.includes(previousTag)) return undefined
  const compare = COMPARE.exec(url)
  if (compare === null) return url.replaceAll(previousTag, tag)
  const [, base = '', a = '', dots = ''] = compare
  return pair(base, previousTag, dots, tag, a === previousTag)
}

function replaced(line: Line, { label, tag }: { label: string; tag: string }, next: { label: string; tag: string }): Line {
  if (!isReference(line)) return line
  const named = line.text.startsWith(`[${label}]:`) ? line.text.replace(`[${label}]:`, () => `[${next.label}]:`) : line.text
  return named === line.text && !/^\[unreleased\]/i.test(line.text) ? line : { ...line, text: named.replaceAll(tag, () => next.tag) }
}
