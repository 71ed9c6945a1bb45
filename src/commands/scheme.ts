import type { Answer } from '../core/model/release.ts'
import type { ResolvedComponent } from '../core/registry/resolved.ts'
import type { Versioning } from '../core/versioning/contract.ts'
import { versioningOf } from '../core/versioning/find.ts'
import { datasources } from '../datasources/index.ts'

/** The scheme of a component without a look at its tags: what the user says, else what its datasource's versions usually follow. */
export function declaredScheme(component: ResolvedComponent): Versioning {
  const datasource = Object.values(datasources).find((one) => one.id === component.source?.datasource)
  return versioningOf(component.versioning ?? datasource?.defaultVersioning ?? 'loose')
}

/** The scheme of a component with its tags known. */
export function schemeFor(component: ResolvedComponent, _answer: Answer | undefined, _current: string | null): Versioning {
  return declaredScheme(component)
}
