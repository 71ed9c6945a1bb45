import type { Rejection } from '../../strategies/contract.ts'
import type { Versioning } from '../../versioning/contract.ts'

/** The second filter: what the scheme cannot read cannot be ordered, so it is no candidate (`latest`, `nightly`, `gh-pages`). */
export function readVersion(version: string, versioning: Versioning): { parsed: unknown } | { why: Rejection } {
  const parsed = versioning.parse(version)
  if (parsed !== null) return { parsed }
  return {
    why: {
      code: 'invalid-version',
      reason: `${version === '' ? 'An empty text' : version} is no version of scheme \`${versioning.id}\`.`,
      frees: 'Another `versioning`, if this is a version.',
    },
  }
}
