import { alpine } from './alpine.ts'
import { calver } from './calver.ts'
import { cargo } from './cargo.ts'
import type { Versioning } from './contract.ts'
import { date } from './date.ts'
import { debian } from './debian.ts'
import { docker } from './docker.ts'
import { dockerReference } from './docker-reference.ts'
import { erlangOtp } from './erlang-otp.ts'
import { githubActions } from './github-actions.ts'
import { go } from './go.ts'
import { hex } from './hex.ts'
import { kubernetesApi } from './kubernetes-api.ts'
import { loose } from './loose.ts'
import { maven } from './maven.ts'
import { node } from './node.ts'
import { npm } from './npm.ts'
import { pep440 } from './pep440.ts'
import { regex } from './regex.ts'
import { ruby } from './ruby.ts'
import { semver } from './semver.ts'
import { semverCoerced } from './semver-coerced.ts'

/** Every scheme, by the id that users write. One file and one line each. */
export const versionings = {
  semver,
  npm,
  'semver-coerced': semverCoerced,
  loose,
  docker,
  'docker-reference': dockerReference,
  pep440,
  hex,
  ruby,
  maven,
  cargo,
  go,
  node,
  calver,
  date,
  'erlang-otp': erlangOtp,
  'github-actions': githubActions,
  'kubernetes-api': kubernetesApi,
  regex,
  debian,
  alpine,
} satisfies Record<string, Versioning>

export type VersioningId = keyof typeof versionings

export const VERSIONING_IDS: readonly VersioningId[] = Object.keys(versionings).filter(isVersioningId)

/** `regex:PATTERN` is no id: ask `findVersioning`. */
export function isVersioningId(text: string): text is VersioningId {
  return Object.hasOwn(versionings, text)
}
