import { advisories } from './advisories.ts'
import { breakingChanges } from './breaking-changes.ts'
import { compatibility } from './compatibility.ts'
import { history } from './history.ts'
import { knownChanges } from './known-changes.ts'
import { lifecycle } from './lifecycle.ts'
import { migrations } from './migrations.ts'
import { provenance } from './provenance.ts'
import { releaseHealth } from './release-health.ts'
import { versionDistance } from './version-distance.ts'

/** Every safety check, in the order in which a reviewer reads them. A new check is one file and one line here. */
export const checks = [
  compatibility,
  advisories,
  breakingChanges,
  knownChanges,
  versionDistance,
  lifecycle,
  releaseHealth,
  provenance,
  migrations,
  history,
] as const
