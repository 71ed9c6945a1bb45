import semver from 'semver'

/** What a go.mod says about the versions of its own module. */
export interface GoMod {
  /** Why the module is deprecated, or undefined. */
  deprecated?: string
  retractions: readonly Retraction[]
}

/** Versions from `low` to `high`, both included, are withdrawn. */
export interface Retraction {
  low: string
  high: string
  rationale: string
}

/**
 * Reads `retract` directives and a `// Deprecated:` comment (https://go.dev/ref/mod#go-mod-file-retract). A rationale stands behind the directive
 * or in the comment lines above it.
 */
export function readGoMod(text: string): GoMod {
  const retractions: Retraction[] = []
  let deprecated: string | undefined
  let comment: string[] = []
  let inBlock = false
  for (const raw of text.split('\n')) {
    const line = raw.trim()
    const slashes = line.indexOf('//')
    const code = (slashes === -1 ? line : line.slice(0, slashes)).trim()
    const remark = slashes === -1 ? '' : line.slice(slashes + 2).trim()
    if (code === '') {
      comment = remark === '' ? [] : [...comment, remark]
      continue
    }
    if (code.startsWith('module')) deprecated = deprecation([...comment, remark]) ?? deprecated
    const rest = inBlock ? code : code.startsWith('retract') ? code.slice('retract'.length).trim() : null
    if (rest?.startsWith('(') === true) inBlock = true
    else if (code === ')') inBlock = false
    else if (rest !== null) addRetraction(retractions, rest, remark === '' ? comment.join(' ') : remark)
    comment = []
  }
  return { retractions, ...(deprecated !== undefined && { deprecated }) }
}

function deprecation(comments: readonly string[]): string | undefined {
  const at = comments.findIndex((line) => line.startsWith('Deprecated:'))
  return at === -1 ? undefined : comments.slice(at).join(' ').slice('Deprecated:'.length).trim() || 'deprecated'
}

function addRetraction(into: Retraction[], text: string, rationale: string): void {
  const [low, high = low] = text
    .replace(/^\[|\]$/g, '')
    .split(',')
    .map((part) => part.trim())
  if (low !== undefined && high !== undefined && semver.valid(low) !== null && semver.valid(high) !== null)
    into.push({ low, high, rationale })
}

/** The retraction that covers a version, or undefined. */
export function retractionOf(version: string, retractions: readonly Retraction[]): Retraction | undefined {
  if (semver.valid(version) === null) return undefined
  return retractions.find(({ low, high }) => semver.compare(version, low) >= 0 && semver.compare(version, high) <= 0)
}
