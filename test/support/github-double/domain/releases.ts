import type { Release, Repository } from '../state.ts'

/** The release marked "latest": chosen by hand, else the newest full release by its creation date. Version order plays no part. */
export function latestRelease(repo: Repository): Release | undefined {
  const full = repo.releases.filter((release) => !release.draft && !release.prerelease)
  return full.findLast((release) => release.latest === true) ?? byCreation(full)[0]
}

/** Newest first by creation, which is the tagged commit's date. */
export function byCreation(releases: readonly Release[]): Release[] {
  return [...releases].sort((a, b) => b.createdAt.localeCompare(a.createdAt) || b.id - a.id)
}
