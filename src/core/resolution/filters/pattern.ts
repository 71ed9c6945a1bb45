import type { Release } from '../../model/release.ts'
import type { ResolvedComponent } from '../../registry/resolved.ts'
import type { Rejection } from '../../strategies/contract.ts'
import { compilePattern, isPattern, type Pattern, type PatternMatch } from '../../text/pattern.ts'

/** The version text that a tag carries, or why the tag is none of the component's. */
export type TagReading = { version: string } | { why: Rejection }

/** Reads tags by `constraints.tag_prefix` and `constraints.version_pattern`. */
export interface TagReader {
  /** Whether every tag is the component's and its version the text that upstream gave: there is neither prefix nor pattern. */
  isPlain: boolean
  read(release: Release): TagReading
  /** The version text of the current pin, which may be written as a tag or as a bare version. */
  readCurrent(text: string): string
  notices: readonly string[]
}

/**
 * The first filter: which tags are the component's, and what part of a tag is the version.
 * `tag_prefix: loki-` takes 2.9.0 out of `loki-2.9.0` and leaves `promtail-6.1.0` out. `version_pattern` is RE2; its group `version` is the
 * version, without such a group the pattern only chooses. It is tried on the tag, on the tag without its prefix and on the version.
 */
export function tagReader({ tagPrefix, versionPattern }: ResolvedComponent['constraints'], current: string | null): TagReader {
  const compiled = versionPattern === undefined ? null : compilePattern(versionPattern)
  if (compiled !== null && !isPattern(compiled)) return unreadable(versionPattern ?? '', compiled.error)
  const digitsOnly = current !== null && startsLikeANumber(withoutPrefix(current, tagPrefix) ?? current)
  return {
    isPlain: tagPrefix === undefined && compiled === null,
    notices: [],
    read(release) {
      const rest = withoutPrefix(release.tag, tagPrefix)
      if (rest === null) return { why: noPrefix(release.tag, tagPrefix ?? '') }
      if (tagPrefix !== undefined && compiled === null && digitsOnly && !startsLikeANumber(rest)) {
        return {
          why: {
            code: 'pattern',
            reason: `${release.tag} belongs to something else: after \`tag_prefix\` ${tagPrefix} no version begins.`,
          },
        }
      }
      const bare = tagPrefix === undefined ? release.version : rest
      if (compiled === null) return { version: bare }
      const match = firstMatch(compiled, [release.tag, rest, release.version])
      if (match === null) return { why: noMatch(release.tag, compiled.source) }
      return { version: match.groups['version']?.text ?? bare }
    },
    readCurrent(text) {
      const bare = withoutPrefix(text, tagPrefix) ?? text
      const match = compiled === null ? null : firstMatch(compiled, [text, `${tagPrefix ?? ''}${text}`, bare])
      return match?.groups['version']?.text ?? bare
    },
  }
}

function withoutPrefix(tag: string, prefix: string | undefined): string | null {
  if (prefix === undefined) return tag
  return tag.startsWith(prefix) && tag.length > prefix.length ? tag.slice(prefix.length) : null
}

/** `v1.2.3` and `1.2.3`. A component whose current version looks so is not moved to `vulture-1.0.0` left over from `tempo-vulture-1.0.0`. */
function startsLikeANumber(text: string): boolean {
  return /^[vV]?\d/.test(text)
}

function firstMatch(pattern: Pattern, texts: readonly string[]): PatternMatch | null {
  for (const text of new Set(texts)) {
    const match = pattern.exec(text)
    if (match !== null) return match
  }
  return null
}

function noPrefix(tag: string, prefix: string): Rejection {
  return { code: 'pattern', reason: `${tag} does not begin with \`constraints.tag_prefix\` ${prefix}.`, frees: 'Another `tag_prefix`.' }
}

function noMatch(tag: string, source: string): Rejection {
  return {
    code: 'pattern',
    reason: `${tag} does not match \`constraints.version_pattern\` ${source}.`,
    frees: 'A `version_pattern` that matches it.',
  }
}

function unreadable(source: string, error: string): TagReader {
  const text = `\`constraints.version_pattern\` ${source} is no RE2 pattern (${error})`
  return {
    isPlain: false,
    notices: [`${text}: every release is held back until it is mended.`],
    read: () => ({ why: { code: 'pattern', reason: `${text}, so no release can be read.`, frees: 'Mend the pattern.' } }),
    readCurrent: (current) => current,
  }
}
