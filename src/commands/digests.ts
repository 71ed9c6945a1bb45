import type { Answer } from '../core/model/release.ts'
import type { DatasourceIo } from '../datasources/contract.ts'
import { type ImageRequest, imageDetails } from '../datasources/image-details.ts'
import type { Situation } from './situation.ts'

/**
 * Digests of the images that steps lead to, asked only where a pin carries one: a list of tags has none, and each costs a request.
 * Gives the answers with what was found; a digest that could not be had stays absent, and the step is then not proposed.
 */
export async function withDigests(
  answers: Record<string, Answer>,
  situation: Situation,
  io: DatasourceIo,
): Promise<Record<string, Answer>> {
  const wanted = digestsWanted(situation)
  if (wanted.length === 0) return answers
  const found = await imageDetails(
    wanted.map(({ request }) => request),
    io,
  )
  const changed = { ...answers }
  wanted.forEach(({ key, request }, index) => {
    const [answer, details] = [changed[key], found[index]]
    if (answer?.ok !== true || details?.ok !== true) return
    changed[key] = {
      ...answer,
      releases: answer.releases.map((release) => (release.tag === request.tag ? { ...release, digest: details.digest } : release)),
    }
  })
  return changed
}

function digestsWanted(situation: Situation): { key: string; request: ImageRequest }[] {
  const wanted = new Map<string, { key: string; request: ImageRequest }>()
  for (const { steps, resolution, pins, keys } of situation.scopes) {
    for (const { component: name, toRelease } of steps) {
      const component = resolution.outcomes.get(name)?.component
      const pinned = pins.get(name)?.values.some((one) => one.digest) === true
      if (component?.source?.datasource !== 'docker' || !pinned || toRelease.digest !== undefined) continue
      const key = keys.get(name) ?? ''
      const { url } = component.source
      wanted.set(JSON.stringify([key, toRelease.tag]), {
        key,
        request: {
          component: name,
          package: component.source.package,
          tag: toRelease.tag,
          platforms: false,
          ...(url === undefined ? {} : { url }),
        },
      })
    }
  }
  return [...wanted.values()]
}
