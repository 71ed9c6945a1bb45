import { createHash } from 'node:crypto'
import { type DoubleContext, nextId, userOf } from './context.ts'
import { addLabels, createLabel } from './domain/labels.ts'
import { newIssue, openPull } from './domain/pulls.ts'
import { createBareRepository, openBareStore } from './git/bare-store.ts'
import { createLightStore } from './git/light-store.ts'
import { git } from './git/process.ts'
import type { GitStore, Signature } from './git/store.ts'
import type { Asset, Release, Repository, RepositoryData } from './state.ts'
import type { ReleaseWorld, RepositoryWorld, UpstreamWorld, WorldFile } from './world.ts'

function emptyData(double: DoubleContext, nameWithOwner: string): RepositoryData {
  const [owner, name] = nameWithOwner.split('/')
  if (owner === undefined || name === undefined) throw new Error(`${nameWithOwner} is not owner/name`)
  const at = double.clock.iso()
  userOf(double.state, owner)
  return {
    id: nextId(double),
    owner,
    name,
    description: null,
    private: false,
    archived: false,
    fork: false,
    light: false,
    defaultBranch: 'main',
    topics: [],
    stars: 0,
    createdAt: at,
    pushedAt: at,
    updatedAt: at,
    collaborators: {},
    labels: [],
    issues: [],
    releases: [],
    checkRuns: [],
    statuses: [],
    runs: [],
    deployments: [],
    milestones: [],
    protections: {},
    settings: {
      autoMerge: false,
      squash: true,
      merge: true,
      rebase: true,
      deleteBranchOnMerge: false,
      actionsCreatePulls: true,
      issues: true,
      immutableReleases: false,
    },
    burnedTags: [],
  }
}

/** A repository of our own in a bare git repository at `directory`, with its history, branches, labels and pull requests. */
export async function buildRepository(double: DoubleContext, world: RepositoryWorld, directory: string): Promise<Repository> {
  const { defaultBranch } = world
  if (world.from === undefined) await createBareRepository(directory, defaultBranch)
  else {
    await git('.', ['clone', '--quiet', '--bare', '--no-hardlinks', '--end-of-options', world.from, directory])
    await git(directory, ['symbolic-ref', 'HEAD', `refs/heads/${defaultBranch}`])
  }
  const store = openBareStore(directory)
  const data = { ...emptyData(double, world.nameWithOwner), description: world.description, private: world.private, defaultBranch }
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
    await openPull(by, {
      title: one.title,
      head: one.head,
      base: one.base ?? defaultBranch,
      body: one.body,
      draft: one.draft,
      maintainerCanModify: false,
    })
  }
  repo.releases = world.releases.map((release) => buildRelease(double, release, repo.owner))
  // Only now, for they would have refused what was built above.
  repo.protections = world.protections
  repo.archived = world.archived
  return repo
}

async function writeHistory(double: DoubleContext, world: RepositoryWorld, store: GitStore): Promise<void> {
  if (world.from !== undefined) return
  const { nameWithOwner: fallback, defaultBranch } = world
  const first = Object.keys(world.files).length === 0 ? [] : [{ message: 'Begin', files: world.files }]
  const refs: { name: string; sha: string }[] = []
  let head: string | null = null
  for (const step of [...first, ...world.commits]) {
    head = await commitStep(double, store, head, { ...step, fallback })
    if ('tag' in step && step.tag !== undefined) refs.push({ name: `refs/tags/${step.tag}`, sha: head })
  }
  if (head === null) return
  refs.push({ name: `refs/heads/${defaultBranch}`, sha: head })
  for (const [branch, { files, message = `Change ${branch}`, author }] of Object.entries(world.branches)) {
    const sha = Object.keys(files).length === 0 ? head : await commitStep(double, store, head, { files, message, author, fallback })
    refs.push({ name: `refs/heads/${branch}`, sha })
  }
  for (const { tag, isDraft } of world.releases) {
    const name = `refs/tags/${tag}`
    if (!isDraft && !refs.some((ref) => ref.name === name)) refs.push({ name, sha: head })
  }
  await store.createRefs(refs)
}

interface Step {
  files: Readonly<Record<string, WorldFile | null>>
  message: string
  author?: string | undefined
  date?: string | undefined
  fallback: string
}

async function commitStep(double: DoubleContext, store: GitStore, parent: string | null, step: Step): Promise<string> {
  const login = step.author ?? step.fallback.split('/')[0] ?? 'someone'
  const person = userOf(double.state, login)
  const date = step.date ?? double.clock.iso()
  const by: Signature = { name: person.name ?? login, email: person.email ?? `${person.id}+${login}@users.noreply.github.com`, date }
  const base = parent === null ? null : ((await store.commit(parent))?.tree ?? null)
  const tree = await writeFiles(store, base, step.files)
  double.clock.tick()
  return store.writeCommit({ tree, parents: parent === null ? [] : [parent], author: by, committer: by, message: `${step.message}\n` })
}

/** A tree with these files written over `base`. */
export async function writeFiles(store: GitStore, base: string | null, files: Readonly<Record<string, WorldFile | null>>): Promise<string> {
  const changes = await Promise.all(
    Object.entries(files).map(async ([path, file]) => {
      if (file === null) return { path, sha: null }
      const { text, mode = '100644', base64 = false } = typeof file === 'string' ? { text: file } : file
      return { path, sha: await store.writeBlob(Buffer.from(text, base64 ? 'base64' : 'utf8')), mode }
    }),
  )
  return store.writeTree(base, changes)
}

export function buildRelease(double: DoubleContext, world: ReleaseWorld, owner: string): Release {
  const at = world.createdAt ?? world.publishedAt ?? double.clock.iso()
  const author = world.author ?? owner
  userOf(double.state, author)
  return {
    id: nextId(double),
    tag: world.tag,
    target: 'main',
    name: world.name === undefined ? world.tag : world.name,
    body: world.body ?? null,
    draft: world.isDraft,
    prerelease: world.isPrerelease,
    immutable: world.isImmutable,
    author,
    createdAt: at,
    publishedAt: world.isDraft ? null : (world.publishedAt ?? at),
    ...(world.isLatest === undefined ? {} : { latest: world.isLatest }),
    assets: world.assets.map((asset) => buildAsset(double, typeof asset === 'string' ? { name: asset } : asset, at, author)),
  }
}

function buildAsset(
  double: DoubleContext,
  asset: {
    name: string
    size?: number | undefined
    contentType?: string | undefined
    digest?: string | undefined
    text?: string | undefined
  },
  at: string,
  uploader: string,
): Asset {
  const content = Buffer.from(asset.text ?? '')
  return {
    id: nextId(double),
    name: asset.name,
    label: null,
    size: asset.size ?? content.length,
    contentType: asset.contentType ?? 'application/octet-stream',
    downloads: 0,
    digest: asset.digest ?? (asset.text === undefined ? null : `sha256:${createHash('sha256').update(content).digest('hex')}`),
    createdAt: at,
    content: content.toString('base64'),
    uploader,
  }
}

/** Somebody else's repository out of light data. Releases bring their tags along. */
export async function buildUpstream(double: DoubleContext, world: UpstreamWorld): Promise<Repository> {
  const data = emptyData(double, world.nameWithOwner)
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
