import type { Instant } from './instant.ts'

/** A file that upstream publishes with a release. */
export interface Asset {
  name: string
  url?: string
  /** Bytes. */
  size?: number
  /** `sha256:…`, where the forge states it. */
  digest?: string
}

/** One upstream version, as a datasource reports it. */
export interface Release {
  /** Exactly as upstream names it: `v7.2.4`, `helm-loki-1.2.3`, `7.4.2-alpine`. */
  tag: string
  /** The tag without the component's prefix, as the versioning scheme reads it. Datasources that have no tags repeat the version. */
  version: string
  /** When it was published. Absent where upstream does not say: never guessed. */
  date?: Instant
  /** A page for people. */
  url?: string
  /** Flag of upstream itself; the versioning scheme judges the version text apart from it. */
  prerelease?: boolean
  /** Withdrawn by upstream, with its reason where given. */
  yanked?: boolean | string
  /** Deprecated by upstream, with its message where given. */
  deprecated?: string
  assets?: readonly Asset[]
  /** Content digest (`sha256:…`), of an image index or an artifact. */
  digest?: string
  /** Digests (`sha256:…`) of all files of the release, where pins list them and the source was asked for them. */
  digests?: readonly string[]
  /** Commit (40 hex digits) the tag points to in the end. */
  commit?: string
  /** Whether upstream published an attestation of how it was built. Absent: upstream does not say either way. */
  attested?: boolean
  /** Platforms the release exists for, `linux/amd64`. Absent where not known. */
  platforms?: readonly string[]
}

/**
 * A line of releases that upstream maintains as one (`7.4`, `22`), with what is known of its life.
 * Facts come from end-of-life data; a field is absent where the data does not say.
 */
export interface ReleaseLine {
  /** How the versions of the line begin: `22` for 22.1.0, `7.4` for 7.4.2. */
  line: string
  lts?: boolean
  /** From when on the line counts as long-term support. */
  ltsFrom?: Instant
  /** Whether it has ended (`true`, `false`), or when it ends. */
  eol?: boolean | Instant
}

/** Why a component could not be discovered. */
export interface Cause {
  code:
    | 'not-found'
    | 'unauthorized'
    | 'forbidden'
    | 'rate-limited'
    | 'server-error'
    | 'network'
    | 'timeout'
    | 'invalid-answer'
    | 'offline'
    | 'invalid-query'
  /** One sentence, with host and status, fit for a report. */
  message: string
  /** When it is worth trying again. */
  retryAt?: Instant
}

/** Which step of the fallback order (SPEC section 4) answered. */
export type AnswerOrigin = 'api' | 'revalidated' | 'cache' | 'stale-cache' | 'manifest' | 'configured' | 'fallback'

/** What upstream says of the project as a whole. Absent keys: not said. */
export interface UpstreamState {
  /** Read-only at its forge, or marked as no longer kept. */
  archived?: boolean
  /** Where it lives now, `owner/name`: the old name still answers by a redirect that anybody could take over. */
  movedTo?: string
  /** The whole project or package is deprecated, with its message where given. */
  deprecated?: string
}

/** What discovery found for one query. Failures are values: one upstream never stops the others. */
export type Answer =
  | {
      ok: true
      releases: readonly Release[]
      origin: AnswerOrigin
      /** What a reader should know: `last page missing`, `answered by a mirror`. Releases are never fewer than upstream has without one. */
      notices?: readonly string[]
      /** Lines of releases with their end of life and long-term support, where the datasource knows them. */
      lines?: readonly ReleaseLine[]
      upstream?: UpstreamState
    }
  | { ok: false; cause: Cause }

/** What is known about a component's text: release notes and changelog files, fetched only for components with an upgrade. */
export interface NotesDocument {
  /** `release`: the notes of one release; `changelog`: a file that holds many. */
  kind: 'release' | 'changelog'
  /** For `release`: the version the notes belong to. */
  version?: string
  /** Raw, hostile text. */
  text: string
  /** The page a reader can open. */
  url: string
}

/** The notes of one component, or why there are none. */
export type NotesAnswer =
  | {
      ok: true
      documents: readonly NotesDocument[]
      /** What is missing, and why: `the notes of 12 releases were not read`. */
      notices?: readonly string[]
    }
  | { ok: false; cause: Cause }
