import type { PointOpening, PointPath } from '../core/model/ledger.ts'
import type { FileState, Proposal } from '../core/model/proposal.ts'
import type { Upgrade } from '../core/model/upgrade.ts'
import { locatePin } from '../core/pins/locate.ts'
import { gitBlobId } from '../core/text/digest.ts'
import type { ScopeSituation, Situation } from './situation.ts'

/** Path, text and blob id before and after. */
interface Changed {
  path: string
  before: { text: string; blob: string }
  after: { text: string; blob: string }
}

/**
 * What each component of a proposal can be taken back to: every place that the proposal changes, with what it said before. Values are read
 * from the texts themselves, before and after, so that a point says what stood there and not what was meant to.
 */
export function pointOpenings(proposal: Proposal, situation: Situation): PointOpening[] {
  const changes = changesOf(proposal, situation.files)
  return proposal.upgrades.map((upgrade): PointOpening => {
    const { component, environment, from, to } = upgrade
    const siblings = proposal.upgrades.map((one) => one.component).filter((name) => name !== component)
    const scope = situation.scopes.find((one) => one.name === environment)
    const pinned = scope === undefined ? [] : pinPaths(upgrade, scope, changes)
    const others = changes.filter((change) => !pinned.some((one) => one.path === change.path))
    // Proposals of several components exist only where they must travel together.
    return {
      component,
      environment,
      from,
      to,
      paths: [...pinned, ...others.map((one) => whole(upgrade, one))],
      siblings,
      lockstep: siblings.length > 0,
    }
  })
}

function changesOf(proposal: Proposal, files: ReadonlyMap<string, FileState>): Changed[] {
  return proposal.files.flatMap((file): Changed[] => {
    const before = files.get(file.path)
    const after = { text: file.text, blob: gitBlobId(file.text) }
    return before === undefined ? [] : [{ path: file.path, before, after }]
  })
}

/** Places of the component's own pins in the files that change. */
function pinPaths(upgrade: Upgrade, scope: ScopeSituation, changes: readonly Changed[]): PointPath[] {
  const component = scope.resolved.components.find((one) => one.name === upgrade.component)
  const files = scope.pins.get(upgrade.component)?.pinFiles ?? []
  if (component === undefined) return []
  return component.pins.flatMap((pin, index) =>
    changes
      .filter((change) => files[index]?.includes(change.path) === true)
      .flatMap(({ path, before, after }): PointPath[] => {
        const [old, fresh] = [before, after].map(({ text }) => {
          const located = locatePin(text, path, pin, component.name)
          return located.ok ? located.found[0] : undefined
        })
        if (old === undefined || fresh === undefined) return []
        return [{ path, pin: index, beforeBlob: before.blob, afterBlob: after.blob, before: valueAt(old), after: valueAt(fresh) }]
      }),
  )
}

function valueAt(found: { value: string; digest?: { value: string }; checksum?: { value: string } }): PointPath['before'] {
  const { value, digest, checksum } = found
  return {
    version: value,
    ...(digest === undefined ? {} : { digest: digest.value }),
    ...(checksum === undefined ? {} : { checksum: checksum.value }),
  }
}

/** The registry, the CHANGELOG, or a file of a companion: named by what the step is. */
function whole({ from, to }: Upgrade, { path, before, after }: Changed): PointPath {
  return { path, beforeBlob: before.blob, afterBlob: after.blob, before: { version: from }, after: { version: to } }
}
