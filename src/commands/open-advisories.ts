import { type Advisory, groupName } from '../core/advisories/advisory.ts'
import { type AdvisoryIndex, indexRecords } from '../core/advisories/advisory-index.ts'
import { advisoryVersion, identify } from '../core/advisories/name-map.ts'
import type { PackageName } from '../core/advisories/names/package-url.ts'
import { readOsvRecord } from '../core/advisories/osv-record.ts'
import { openAdvisories } from '../core/advisories/step-advisories.ts'
import type { AdvisoryAnswer, AdvisorySourceId } from '../core/model/advisory-answer.ts'
import type { ResolvedComponent, ResolvedScope } from '../core/registry/resolved.ts'
import type { OpenAt } from '../core/resolution/contract.ts'
import type { Recording } from './recording.ts'

/** Names an answer in a recording: the place that was asked, and the names of the component there. */
export function advisoryKey(source: AdvisorySourceId, directory: string, packages: readonly PackageName[]): string {
  const names = packages.map((one) => `${one.ecosystem} ${one.package}`)
  return JSON.stringify([source, ...(source === 'directory' ? [directory] : []), ...names])
}

/**
 * What is known to be open in the versions of each component that was looked up, for resolution. Empty before anything was looked up. Only
 * records about versions that were asked for are known: what a version itself brings shows once it is a target.
 */
export function openIn(
  { policy, components }: Pick<ResolvedScope, 'policy' | 'components'>,
  { advisories }: Pick<Recording, 'advisories'>,
): Map<string, OpenAt> {
  const { securityAdvisoryCheck, advisorySource, advisoryDirectory } = policy.safety
  if (!securityAdvisoryCheck || Object.keys(advisories).length === 0) return new Map()
  return new Map(
    components.flatMap((component): [string, OpenAt][] => {
      const identity = component.inherited === true ? null : identify(component)
      if (identity?.kind !== 'known') return []
      const answer = advisories[advisoryKey(advisorySource, advisoryDirectory, identity.packages)]
      if (answer?.ok !== true || answer.records.length === 0) return []
      return [[component.name, openAt(component, identity.packages, indexOf(answer))]]
    }),
  )
}

function openAt(component: ResolvedComponent, packages: readonly PackageName[], index: AdvisoryIndex): OpenAt {
  return (version) => {
    const found = openAdvisories(index, packages, advisoryVersion(component, version))
    return found.ok ? new Set(found.advisories.map(groupName)) : null
  }
}

/** What affects the version in force of a component, most severe first; null where nobody looked, or nobody can tell. */
export function openAdvisoriesOf(
  component: ResolvedComponent,
  version: string | null,
  { policy }: Pick<ResolvedScope, 'policy'>,
  { advisories }: Pick<Recording, 'advisories'>,
): readonly Advisory[] | null {
  const { securityAdvisoryCheck, advisorySource, advisoryDirectory } = policy.safety
  const looked = securityAdvisoryCheck && Object.keys(advisories).length > 0
  const identity = looked ? identify(component) : null
  if (version === null || identity?.kind !== 'known') return null
  const answer = advisories[advisoryKey(advisorySource, advisoryDirectory, identity.packages)]
  const at = advisoryVersion(component, version)
  if (answer?.ok !== true || answer.asked?.includes(at) === false) return null
  const found = openAdvisories(indexOf(answer), identity.packages, at)
  return found.ok ? found.advisories : null
}

const indexes = new WeakMap<AdvisoryAnswer, AdvisoryIndex>()

/** Steps of several scopes share an answer. */
export function indexOf(answer: Extract<AdvisoryAnswer, { ok: true }>): AdvisoryIndex {
  const known = indexes.get(answer)
  if (known !== undefined) return known
  const index = indexRecords(
    answer.records.flatMap((json) => {
      const read = readOsvRecord(json)
      return read.ok ? [read.record] : []
    }),
  )
  indexes.set(answer, index)
  return index
}
