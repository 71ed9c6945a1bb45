import type { ResolvedComponent } from '../registry/resolved.ts'
import type { Versioning } from '../versioning/contract.ts'

/** `8.0-m01`, `v7`: numbers with parts missing, then perhaps a pre-release or build. */
const SHORT = /^([vV]?)(\d{1,16})(\.\d{1,16})?([-+][0-9A-Za-z.+-]{1,100})?$/

/**
 * The scheme of a component as its own settings widen it. What the group `version` of a `version_pattern` takes out of a tag is a version
 * because the user says so: where the scheme does not read it by the letter, it is read loosely, or with its missing parts as zeros
 * (`8.0-m01` as `8.0.0-m01`). Without such a pattern the scheme stays strict, so that a floating tag `v5` is no version 5.0.0.
 */
export function declaredVersions(versioning: Versioning, { versionPattern }: ResolvedComponent['constraints']): Versioning {
  if (versionPattern === undefined || !/\(\?P?<version>/.test(versionPattern)) return versioning
  return { ...versioning, parse: (text) => versioning.parse(text) ?? versioning.parseLoose?.(text) ?? parsePadded(text, versioning) }
}

function parsePadded(text: string, versioning: Versioning): unknown {
  const [, v = '', major, minor = '.0', rest = ''] = SHORT.exec(text) ?? []
  return major === undefined ? null : versioning.parse(`${v}${major}${minor}.0${rest}`)
}
