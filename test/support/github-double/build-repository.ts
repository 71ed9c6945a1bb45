import { git } from '../git/run.ts'
import { writeHistory } from './build-history.ts'
import { buildRelease } from './build-release.ts'
import { type DoubleContext, nextId, userOf } from './context.ts'
import { addLabels, createLabel } from './domain/labels.ts'
import { newIssue, openPull } from './domain/pulls.ts'
import { emptyRepository } from './empty-repository.ts'
import { createBareRepository, openBareStore } from './git/bare-store.ts'
import type { Repository } from './state.ts'
import type { RepositoryWorld } from './world.ts'

/** A repository of our own in a bare git repository at `directory`, with its history, branches, labels and pull requests. */
export async function buildRepository(double: DoubleContext, world: RepositoryWorld, directory: string): Promise<Repository> {
  const { defaultBranch } = world
  if (world.from === undefined) await createBareRepository(directory, defaultBranch)
  else {
    await git('.', ['clone', '--quiet', '--bare', '--no-hardlinks', '--end-of-options', world.from, directory])
    await git(directory, ['symbolic-ref', 'HEAD', `refs/heads/${defaultBranch}`])
  }
  const store = openBareStore(directory)
  const data = { ...emptyRepository(double, world.nameWithOwner), description: world.description, private: world.private, defaultBranch }
  const repo: Repository = { ...data, collaborators: world.collaborators, settings: world.settings, git: store, store }
  await writeHistory(double, world, store)
  const owner = userOf(double.state, repo.owner)
  const acting = { double, repo, actor: owner, token: null }
  for (const label of world.labels) createLabel(acting, label)
  repo.milestones = world.milestones.map((title, index) => ({ id: nextId(double), number: index + 1, title, state: 'open' }))
  for (const one of world.issues) {
    const by = { ...acting, actor: userOf(double.state, one.author ?? repo.owner) }
    const issue = newIssue(by, one.title, one.body)
    repo.issues.push(issue)
    addLabels(by, issue, one.labels)
  }
  for (const one of world.pulls) {
    const by = { ...acting, actor: userOf(double.state, one.author ?? repo.owner) }
    const pull = await openPull(by, {
      title: one.title,
      head: one.head,
      base: one.base ?? defaultBranch,
      body: one.body,
      draft: one.draft,
      maintainerCanModify: false,
    })
    addLabels(by, pull, one.labels)
  }
  repo.releases = world.releases.map((release) => buildRelease(double, release, repo.owner))
  // Only now, for they would have refused what was built above.
  repo.protections = world.protections
  repo.rules = world.rules
  repo.alerts = world.alerts
  repo.formerNames = world.formerNames
  repo.archived = world.archived
  return repo
}
