import type { Answer } from '../core/model/release.ts'
import type { ResolvedComponent } from '../core/registry/resolved.ts'
import type { DatasourceIo, Query } from '../datasources/contract.ts'
import { datasources } from '../datasources/index.ts'
import type { Log } from '../ports/log.ts'

/** A component with the versions that are in use of it. */
export interface Wanted {
  component: ResolvedComponent
  current: readonly string[]
}

/** What names an upstream: components and environments that ask for the same get one answer. */
export function sourceKey(component: ResolvedComponent): string {
  const { source, constraints } = component
  return JSON.stringify([source?.datasource, source?.package, source, constraints.tagPrefix ?? null, wantsAssets(component)])
}

/** Files of releases make answers many times larger: they are asked for only where the component names one. */
function wantsAssets({ download, source, pins }: ResolvedComponent): boolean {
  const named = download?.archivePattern !== undefined || download?.checksumFile !== undefined
  // Requirements may list the hashes of all files of a version.
  return named || (source?.datasource === 'pypi' && pins.some(({ editor }) => editor === 'requirements'))
}

/** Asks every upstream once, all datasources at the same time. Components without a source are left out. */
export async function discover(wanted: readonly Wanted[], io: DatasourceIo, log: Log): Promise<Record<string, Answer>> {
  const queries = new Map<string, Query>()
  for (const { component, current } of wanted) {
    if (component.source === null) continue
    const key = sourceKey(component)
    const known = queries.get(key)
    const reach = [...new Set([...(known?.reach ?? []), ...current])]
    queries.set(key, { ...queryOf(component), reach })
  }
  const groups = Map.groupBy(queries, ([key]) => (JSON.parse(key) as [string])[0])
  const answers: Record<string, Answer> = {}
  let done = 0
  await Promise.all(
    [...groups].map(async ([id, group]) => {
      const found = await ask(
        id,
        group.map(([, query]) => query),
        io,
      )
      group.forEach(([key], index) => {
        answers[key] = found[index] ?? { ok: false, cause: { code: 'invalid-answer', message: `${id} gave no answer` } }
      })
      done += group.length
      log.progress('discovery', done, queries.size, id)
    }),
  )
  return answers
}

async function ask(id: string, queries: readonly Query[], io: DatasourceIo): Promise<Answer[]> {
  const datasource = Object.values(datasources).find((one) => one.id === id)
  if (datasource === undefined)
    return queries.map(() => ({ ok: false, cause: { code: 'invalid-query', message: `there is no datasource “${id}”` } }))
  return datasource.discover(queries, io)
}

function queryOf(component: ResolvedComponent): Query {
  const { datasource: _, package: name = '', url, ...source } = component.source ?? { datasource: '' }
  return {
    component: component.name,
    package: String(name),
    ...(url === undefined ? {} : { url: String(url) }),
    ...(component.constraints.tagPrefix === undefined ? {} : { tagPrefix: component.constraints.tagPrefix }),
    ...(wantsAssets(component) ? { assets: true } : {}),
    source,
  }
}
