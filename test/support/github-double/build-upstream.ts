import { buildRelease } from './build-release.ts'
import type { DoubleContext } from './context.ts'
import { emptyRepository } from './empty-repository.ts'
import { createLightStore } from './git/light-store.ts'
import type { Repository } from './state.ts'
import type { UpstreamWorld } from './world.ts'

/** Somebody else's repository out of light data. Releases bring their tags along. */
export async function buildUpstream(double: DoubleContext, world: UpstreamWorld): Promise<Repository> {
  const data = emptyRepository(double, world.nameWithOwner)
  const tags = [...world.tags]
  for (const release of world.releases) {
    if (!release.isDraft && !tags.some((tag) => tag.name === release.tag))
      tags.push({ name: release.tag, date: release.createdAt ?? release.publishedAt ?? undefined })
  }
  const dates = tags.flatMap((tag) => tag.date ?? []).sort()
  const source = {
    nameWithOwner: world.nameWithOwner,
    defaultBranch: world.defaultBranch,
    tags,
    files: world.files,
    date: dates.at(-1) ?? double.clock.iso(),
  }
  return {
    ...data,
    description: world.description,
    archived: world.archived,
    private: world.private,
    defaultBranch: world.defaultBranch,
    stars: world.stars,
    light: true,
    releases: world.releases.map((release) => buildRelease(double, release, data.owner)),
    git: await createLightStore(source),
  }
}
