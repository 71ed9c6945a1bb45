import type { Release } from '../core/model/release.ts'
import type { ResolvedComponent } from '../core/registry/resolved.ts'
import { isWanted } from '../core/resolution/asset-names.ts'
import type { DatasourceIo } from '../datasources/contract.ts'
import { type ImageAnswer, imageDetails } from '../datasources/image-details.ts'
import type { Log } from '../ports/log.ts'
import { type Condition, type ConditionReading, conditionKey, conditionsOf, namesOf } from './condition-holds.ts'
import { discover, sourceKey } from './discover.ts'
import type { Recording } from './recording.ts'
import { type PinnedScope, situate } from './situation.ts'

/** A release that lacks its condition is held, and the next older one is asked for: so often at most. */
const ROUNDS = 50

interface Wanted {
  key: string
  component: ResolvedComponent
  condition: Condition
  release: Release
}

/**
 * Whether the releases that steps lead to are where their conditions want them, too. Only components with a step are asked for, and a step that
 * a condition holds back makes room for an older one, which is asked for in turn.
 */
export async function readConditions(
  recording: Recording,
  pinned: readonly PinnedScope[],
  io: DatasourceIo,
  log: Log,
): Promise<Record<string, ConditionReading>> {
  const readings: Record<string, ConditionReading> = { ...recording.conditions }
  if (!pinned.some(({ selected }) => selected.some((component) => conditionsOf(component).length > 0))) return readings
  for (let round = 0; ; round += 1) {
    const wanted = wantedIn({ ...recording, conditions: readings }, pinned).filter(({ key }) => readings[key] === undefined)
    if (wanted.length === 0) return readings
    Object.assign(readings, round < ROUNDS ? await readAll(wanted, io, log) : giveUp(wanted, recording))
  }
}

function wantedIn(recording: Recording, pinned: readonly PinnedScope[]): Wanted[] {
  const wanted = situate(recording, pinned).scopes.flatMap(({ steps, resolution }) =>
    steps.flatMap(({ component: name, toRelease: release }) => {
      const component = resolution.outcomes.get(name)?.component
      if (component === undefined) return []
      return conditionsOf(component).map((condition) => ({ key: conditionKey(condition, release), component, condition, release }))
    }),
  )
  return [...new Map(wanted.map((one) => [one.key, one])).values()]
}

async function readAll(wanted: readonly Wanted[], io: DatasourceIo, log: Log): Promise<Record<string, ConditionReading>> {
  const isImage = ({ condition }: Wanted) => condition.source.datasource === 'docker'
  const [images, lists] = await Promise.all([
    readImages(wanted.filter(isImage), io),
    readLists(
      wanted.filter((one) => !isImage(one)),
      io,
      log,
    ),
  ])
  return Object.fromEntries([...images, ...lists])
}

/** One question for a tag costs less than the list of all. */
async function readImages(wanted: readonly Wanted[], io: DatasourceIo): Promise<[string, ConditionReading][]> {
  const asked = wanted.flatMap(({ key, component, condition, release }) =>
    namesOf(condition, release).map((tag) => {
      const { package: name, url } = condition.source
      const platforms = condition.platforms.length > 0
      return { key, tag, request: { component: component.name, package: name, tag, platforms, ...(url === undefined ? {} : { url }) } }
    }),
  )
  const answers = await imageDetails(
    asked.map(({ request }) => request),
    io,
  )
  const found = Map.groupBy(
    asked.flatMap(({ key, tag }, index) => (answers[index] === undefined ? [] : [{ key, tag, answer: answers[index] }])),
    ({ key }) => key,
  )
  return [...found].map(([key, answered]) => [key, imageReading(answered)])
}

function imageReading(answered: readonly { tag: string; answer: ImageAnswer }[]): ConditionReading {
  for (const { tag, answer } of answered) {
    if (answer.ok) return { tag, ...(answer.platforms === undefined ? {} : { platforms: answer.platforms }) }
  }
  const failures = answered.flatMap(({ answer }) => (answer.ok || answer.cause.code === 'not-found' ? [] : [answer.cause.message]))
  return { tag: null, ...(failures[0] === undefined ? {} : { failure: failures[0] }) }
}

async function readLists(wanted: readonly Wanted[], io: DatasourceIo, log: Log): Promise<[string, ConditionReading][]> {
  if (wanted.length === 0) return []
  const asked = wanted.map((one) => {
    const { tagPrefix: _, ...constraints } = one.component.constraints
    return { ...one, names: namesOf(one.condition, one.release), stand: standIn(one, constraints) }
  })
  const answers = await discover(
    asked.map(({ stand, names }) => ({ component: stand, current: names })),
    io,
    log,
  )
  return asked.map(({ key, stand, names, condition, release: wanted }) => {
    const answer = answers[sourceKey(stand)]
    if (answer?.ok !== true) return [key, { tag: null, failure: answer?.cause.message ?? 'no answer' }]
    const release = names.flatMap((name) => answer.releases.find((one) => one.tag === name || one.version === name) ?? [])[0]
    return [key, release === undefined ? { tag: null } : readingOf(release, condition, wanted)]
  })
}

/** The component as if it were discovered at the condition's place; files of releases are read only where one is named. */
function standIn({ component, condition }: Wanted, constraints: ResolvedComponent['constraints']): ResolvedComponent {
  const { download: _, ...rest } = component
  const download = condition.asset === undefined ? {} : { download: { archivePattern: condition.asset } }
  return { ...rest, ...download, source: condition.source, constraints, pins: [] }
}

function readingOf({ tag, platforms, assets }: Release, { asset }: Condition, wanted: Release): ConditionReading {
  const hasAsset = asset === undefined ? undefined : assets?.some((one) => isWanted(one, [asset], wanted))
  return { tag, ...(platforms && { platforms }), ...(hasAsset === undefined ? {} : { hasAsset }) }
}

/** Nothing that was not looked at may be proposed. */
function giveUp(wanted: readonly Wanted[], recording: Recording): Record<string, ConditionReading> {
  const failure = `${ROUNDS} newer releases lack it; older ones were not looked at`
  const rows = wanted.flatMap(({ component, condition, release }) => {
    const answer = recording.answers[sourceKey(component)]
    const all = answer?.ok === true ? [release, ...answer.releases] : [release]
    return all.map((one): [string, ConditionReading] => [conditionKey(condition, one), { tag: null, failure }])
  })
  return Object.fromEntries(rows)
}
