import { isoDate } from '../../core/model/instant.ts'
import { type Problem, ProblemError } from '../../core/model/problems.ts'
import { withAnchor } from '../../core/release/publication/notes.ts'
import { RELEASE_PREFIX } from '../../core/release/publication/proposal.ts'
import { type ReleaseStep, type Standing, stepsFor } from '../../core/release/publication/steps.ts'
import { releaseMarker, type StoredPlan, withoutReleaseMarker, withReleaseMarker } from '../../core/release/publication/stored-plan.ts'
import { compareVersions, isPrerelease, releaseVersion } from '../../core/release/version.ts'
import { sha256Hex } from '../../core/text/digest.ts'
import type { AssetFile } from '../../ports/asset-files.ts'
import type { ForgeRelease } from '../../ports/releases.ts'
import type { BegunRelease, DoneStep, ReleaseContext } from './contract.ts'
import { notesOf } from './notes.ts'
import { isPublished, recordPublished } from './record.ts'
import { alreadyDone, toldStep } from './told-steps.ts'

/** What came of a release whose commit is there. */
export interface Finished {
  steps: DoneStep[]
  url: string | null
  notes: string
}

/** Files to hang on the release. @throws ProblemError `asset-missing` for every glob that names nothing, and for two files of one name */
export async function wantedAssets({ ports, settings }: ReleaseContext): Promise<AssetFile[]> {
  const { assets, page } = settings.publication
  if (!page || assets.length === 0 || ports.releases.pages === null) return []
  const found = await ports.assets.matching(assets)
  const missing = assets.filter((glob) => (found.get(glob) ?? []).length === 0)
  const files = [...new Map([...found.values()].flat().map((file) => [file.path, file])).values()]
  const doubled = files.filter((file, at) => files.findIndex(({ name }) => name === file.name) !== at)
  const problems: Problem[] = [
    ...missing.map(
      (glob): Problem => ({
        code: 'asset-missing',
        message: `No file matches ${glob}, which is to hang on the release.`,
        path: 'release.assets',
        help: 'Build it in a step before, in the folder that this runs in; or take it out.',
      }),
    ),
    ...doubled.map(
      ({ name, path }): Problem => ({
        code: 'asset-missing',
        message: `${path} and another file would both be called ${name} on the release.`,
        path: 'release.assets',
        help: 'Give them different names.',
      }),
    ),
  ]
  if (problems.length > 0) throw new ProblemError(problems)
  return files
}

/** Carries out what is left to do, in order. A dry run says it and does nothing. */
export async function finishRelease(context: ReleaseContext, begun: BegunRelease, assets: readonly AssetFile[]): Promise<Finished> {
  const { ports, request, notices } = context
  const { plan, commit } = begun
  const { body } = await notesOf(context, { ...aboutOf(context, plan), commit })
  if (sha256Hex(body) !== plan.notes) notices.push(`The notes of ${plan.tag} tell of more than was planned: commits landed after the plan.`)
  const { standing, page } = await look(context, begun, assets)
  const todo = stepsFor(standing)
  if ('problem' in todo) throw new ProblemError([todo.problem])
  notices.push(...todo.notices)
  const steps = alreadyDone(standing)
  let now = page
  for (const step of todo.steps) {
    if (!request.dryRun) now = await carryOut(step, { context, begun, assets, body, page: now })
    steps.push(toldStep(step, request.dryRun ? 'planned' : 'done'))
  }
  return { steps, url: now?.url ?? null, notes: body }

  async function look(context: ReleaseContext, { proposal }: BegunRelease, files: readonly AssetFile[]) {
    const { pages } = ports.releases
    const wantsPage = pages !== null && context.settings.publication.page
    const page = wantsPage ? await pages.find(plan.tag) : null
    const told = proposal === null || releaseMarker(proposal.body)?.state === 'released'
    const records = await (await ports.ledger?.())?.records()
    const announced = told && (records === undefined || isPublished(records, plan.tag))
    const taggedAt = (await ports.releases.tag(plan.tag))?.commit ?? null
    const standing: Standing = { tag: plan.tag, commit, taggedAt, wantsPage, page, assets: files, announced }
    return { standing, page }
  }
}

/** Of the ledger's last record; null where none is kept. Moves with every record, so it is no part of what was planned. */
async function ledgerHash({ ports }: ReleaseContext): Promise<string | null> {
  const found = await (await ports.ledger?.())?.inspect?.()
  return found === undefined || found.fault !== null || found.tail.seq === 0 ? null : found.tail.hash
}

interface Carrying {
  context: ReleaseContext
  begun: BegunRelease
  assets: readonly AssetFile[]
  body: string
  page: ForgeRelease | null
}

/** One step. @returns the page as it is afterwards */
async function carryOut(step: ReleaseStep, carrying: Carrying): Promise<ForgeRelease | null> {
  const { context, begun, assets, body, page } = carrying
  const { releases } = context.ports
  const { plan, commit } = begun
  const { pages } = releases
  if (step.kind === 'tag') {
    await releases.createTag({ name: plan.tag, commit, message: tagMessage(plan) })
    return page
  }
  if (step.kind === 'announce') {
    await announce(context, begun, page?.url ?? null)
    return page
  }
  if (pages === null) return page
  if (step.kind === 'draft') {
    const anchored = withAnchor(body, await ledgerHash(context))
    return pages.draft({ tag: plan.tag, body: anchored, prerelease: isPrerelease(releaseVersion(plan.version)) })
  }
  if (page === null) throw new Error('a page is drafted before anything is done to it')
  if (step.kind === 'publish') return pages.publish(page, isLatest(context, plan))
  if (step.kind === 'remove-asset') {
    const old = page.assets.find(({ name }) => name === step.name)
    if (old !== undefined) await pages.removeAsset(old)
    return page
  }
  const file = assets.find(({ name }) => name === step.name)
  if (file !== undefined) await pages.upload(page, file)
  return page
}

/** The ledger, the pull request, and its branch, which nobody needs any more. */
async function announce(
  { ports, forge, state }: ReleaseContext,
  { plan, commit, proposal }: BegunRelease,
  url: string | null,
): Promise<void> {
  await recordPublished(ports, plan, commit, url)
  if (proposal === null) return
  const marker = releaseMarker(proposal.body)
  const own = state.branches.find(({ name }) => name === proposal.branch)
  if (own?.name.startsWith(RELEASE_PREFIX) && own.head.commit === marker?.commit) await forge.deleteBranch(own.name)
  if (marker === null) return
  const text = `${withoutReleaseMarker(proposal.body)}\n\nReleased: ${url === null ? plan.tag : `[${plan.tag}](${url})`}`
  await forge.updateProposal(proposal, { body: withReleaseMarker(text, { ...marker, state: 'released' }) })
}

/** A release of the whole repository that no other is above: what people find first. */
function isLatest({ settings, counted: { tags } }: ReleaseContext, plan: StoredPlan): boolean {
  const version = releaseVersion(plan.version)
  const above = tags.all.some((tag) => !isPrerelease(tag.version) && compareVersions(tag.version, version) > 0)
  return settings.package === null && !isPrerelease(version) && !above
}

/** What notes need to know of a stored plan. */
export function aboutOf({ ports, counted: { tags } }: ReleaseContext, plan: Pick<StoredPlan, 'version' | 'tag' | 'previous'>) {
  const previous = tags.all.find(({ name }) => name === plan.previous) ?? null
  return { version: plan.version, tag: plan.tag, previous, date: isoDate(ports.clock.now()) }
}

function tagMessage({ tag, package: name, version }: StoredPlan): string {
  return `${name === null ? tag : `${name} ${version}`}\n`
}
