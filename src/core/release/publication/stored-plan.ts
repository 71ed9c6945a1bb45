import * as z from 'zod'

/**
 * A release as it was decided, kept where a later run finds it: in the pull request that makes it, and in the message of its commit. What
 * stands here is carried out as it stands; nobody computes the version of a begun release again.
 */
export interface StoredPlan {
  package: string | null
  version: string
  tag: string
  /** Tag of the release before; null for the first. */
  previous: string | null
  /** The commit that it was decided from. */
  base: string
  /** SHA-256 over the notes as they were planned, 64 hex digits. */
  notes: string
}

/** What the pull request of a release carries besides. */
export interface ReleaseMarker extends StoredPlan {
  /** `withdrawn`: there was nothing to release any more, which is no refusal by a person. */
  state: 'planned' | 'released' | 'withdrawn'
  /** Head of the branch that we wrote. */
  commit: string
  /** Digest over the files of the change. */
  files: string
  /** Day of the release as the files say it, `2026-11-21`. */
  date: string
}

const OPEN = '<!-- pinwarden-release: '
const CLOSE = ' -->'

const markerSchema = z.object({
  package: z.string().nullable(),
  version: z.string(),
  tag: z.string(),
  previous: z.string().nullable(),
  base: z.string(),
  notes: z.string(),
  state: z.enum(['planned', 'released', 'withdrawn']),
  commit: z.string(),
  files: z.string(),
  date: z.string(),
})

/** The text with the marker at its end, in place of one that is there. */
export function withReleaseMarker(text: string, marker: ReleaseMarker): string {
  const json = JSON.stringify(marker).replaceAll('>', '\\u003e').replaceAll('<', '\\u003c').replaceAll('--', '-\\u002d')
  return `${withoutReleaseMarker(text)}\n\n${OPEN}${json}${CLOSE}\n`
}

/** The text in front of the marker. Forges store line ends as they like. */
export function withoutReleaseMarker(text: string): string {
  const start = text.lastIndexOf(OPEN)
  return (start === -1 ? text : text.slice(0, start)).replaceAll('\r\n', '\n').trimEnd()
}

/** The last marker of a text; null where there is none that can be read. */
export function releaseMarker(text: string): ReleaseMarker | null {
  const start = text.lastIndexOf(OPEN)
  const end = start === -1 ? -1 : text.indexOf(CLOSE, start)
  if (end === -1) return null
  try {
    return markerSchema.parse(JSON.parse(text.slice(start + OPEN.length, end)))
  } catch {
    return null
  }
}

/** The plan as trailers of the commit that carries it out. */
export function planTrailers({ tag, version, previous, base, notes }: StoredPlan): string {
  const lines = [
    `Release-Version: ${version}`,
    `Release-Tag: ${tag}`,
    `Release-Previous: ${previous ?? NO_TAG}`,
    `Release-Base: ${base}`,
    `Release-Notes: sha256:${notes}`,
  ]
  return lines.join('\n')
}

/** Stands for “no tag”: git allows none that begins with a dash. */
const NO_TAG = '-'

/** The plan of package `name` that a commit carries out; null where the message has not all of its trailers. */
export function planOfMessage(message: string, name: string | null): StoredPlan | null {
  // The trailers stand at the end; squashed messages may have others behind them.
  const lines = message.slice(-10_000).split('\n')
  const trailer = (wanted: string): string =>
    lines
      .findLast((line) => line.startsWith(`${wanted}: `))
      ?.slice(wanted.length + 2)
      .trim() ?? ''
  const [version, tag, previous, base] = ['Version', 'Tag', 'Previous', 'Base'].map((one) => trailer(`Release-${one}`))
  const notes = /^sha256:([0-9a-f]{64})$/.exec(trailer('Release-Notes'))?.[1]
  if (!version || !tag || !previous || !base || notes === undefined || !tag.endsWith(version)) return null
  return { package: name, version, tag, previous: previous === NO_TAG ? null : previous, base, notes }
}
