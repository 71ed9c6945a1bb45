import * as z from 'zod'
import { pinEditors } from '../core/pins/index.ts'
import type { RegistryModules } from '../core/registry/schema.ts'
import { versioningOf } from '../core/versioning/find.ts'
import { versionings } from '../core/versioning/index.ts'
import { ADVISORY_SERVICES } from '../datasources/advisories/services.ts'
import { datasources } from '../datasources/index.ts'

// A run validates each document once: compiling validators costs more than they save.
z.config({ jitless: true })

/** The one place that sees every kind of module and closes the registry's schema over them. */
export const modules: RegistryModules = {
  datasources,
  services: Object.keys(ADVISORY_SERVICES),
  versionings: Object.keys(versionings),
  pinEditors,
  parseRange: (scheme, text) => versioningOf(scheme).range(text) !== null,
  parseVersion: (scheme, text) => versioningOf(scheme).parse(text) !== null,
}
