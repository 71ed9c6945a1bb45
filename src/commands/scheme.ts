import type { Answer } from '../core/model/release.ts'
import type { ResolvedComponent } from '../core/registry/resolved.ts'
import type { Versioning } from '../core/versioning/contract.ts'
import { versioningOf } from '../core/versioning/find.ts'
import { inferVersioning } from '../core/versioning/infer.ts'
import { datasources } from '../datasources/index.ts'

/** So many tags tell the scheme and the prefix. */
const TELLING = 100

/** How a component's versions are read. */
export interface SchemeChoice {
  versioning: Versioning
  /** Prefix of the component's tags that was found where none is set. */
  tagPrefix?: string
  /** Why, one sentence, for people. */
  reason: string
}

/** The scheme without a look at the tags: what the user says, else what the datasource's versions usually follow. */
export function declaredScheme(component: ResolvedComponent): Versioning {
  return versioningOf(component.versioning ?? defaultOf(component) ?? 'loose')
}

/** The scheme with the tags known: what the user says, else inferred from the datasource and the tags. */
export function schemeFor(component: ResolvedComponent, answer: Answer | undefined, current: string | null): SchemeChoice {
  const named = component.versioning
  if (named !== undefined) return { versioning: versioningOf(named), reason: `${named.replace(/:.*/s, '')}: set by \`versioning\`.` }
  const datasourceDefault = defaultOf(component)
  const tags = answer?.ok === true ? answer.releases.slice(0, TELLING).map((release) => release.tag) : []
  const { constraints } = component
  const { versioning, shape, reason } = inferVersioning({
    ...(datasourceDefault === undefined ? {} : { datasourceDefault }),
    tags,
    ...(current === null ? {} : { current }),
  })
  const own = constraints.tagPrefix !== undefined || constraints.versionPattern !== undefined || versioning.startsWith('regex:')
  if (own || shape.prefix === '') return { versioning: versioningOf(versioning), reason }
  return { versioning: versioningOf(versioning), tagPrefix: shape.prefix, reason: `${reason} ${shape.reason}` }
}

function defaultOf(component: ResolvedComponent): string | undefined {
  return Object.values(datasources).find((one) => one.id === component.source?.datasource)?.defaultVersioning
}
