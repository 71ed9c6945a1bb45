import { fail } from '../../core/model/problems.ts'
import { planOfMessage, releaseMarker, type StoredPlan } from '../../core/release/publication/stored-plan.ts'
import { compareVersions, parseReleaseVersion } from '../../core/release/version.ts'
import { writtenVersions } from '../../core/release/written.ts'
import { readVersionFiles } from '../bump-files.ts'
import type { BegunRelease, ReleaseContext } from './contract.ts'
import { isPublished } from './record.ts'

/**
 * A release that was decided and is not finished: its pull request was merged, or its commit stands on the branch, or its tag is there and its
 * page is not. Its stored plan is carried out as it stands. Null where there is none.
 */
export async function begunRelease(context: ReleaseContext): Promise<BegunRelease | null> {
  const begun = (await mergedProposal(context)) ?? untagged(context) ?? (await unpublished(context))
  if (begun !== null) await refuseAltered(context, begun)
  return begun
}

async function mergedProposal({ ports, state, branch, settings, counted: { survey } }: ReleaseContext): Promise<BegunRelease | null> {
  for (const proposal of state.proposals) {
    if (proposal.state !== 'merged' || proposal.branch !== branch || proposal.number === null) continue
    const marker = releaseMarker(proposal.body)
    if (marker === null || marker.state !== 'planned' || marker.package !== settings.package) continue
    const at = await ports.releases.merged(proposal.number)
    const given = survey.judged.find(({ commit }) => commit.sha === at?.commit)
    return at === null || given?.takenBack === true ? null : { plan: marker, commit: at.commit, proposal }
  }
  return null
}

/** The newest commit on the branch that carries a plan whose tag is not there; one that was taken back is none. */
function untagged({ counted: { commits, survey, tags }, settings }: ReleaseContext): BegunRelease | null {
  const standing = new Set(survey.judged.filter(({ listed }) => listed).map(({ commit }) => commit.sha))
  for (const { sha, message, parents } of commits) {
    const plan = parents.length > 1 || !standing.has(sha) ? null : planOfMessage(message, settings.package)
    if (plan === null || !isOwn(plan, tags.prefix)) continue
    if (tags.all.some(({ name }) => name === plan.tag)) return null
    const version = parseReleaseVersion(plan.version)
    const ahead = version !== null && (tags.newest === null || compareVersions(version, tags.newest.version) > 0)
    return ahead ? { plan, commit: sha, proposal: null } : null
  }
  return null
}

function isOwn({ tag, version }: StoredPlan, prefix: string): boolean {
  return tag === prefix + version
}

/** The newest tag, where we made it and its page or its record is missing. */
async function unpublished({ ports, settings, counted: { tags } }: ReleaseContext): Promise<BegunRelease | null> {
  const { newest } = tags
  if (newest === null) return null
  const { pages } = ports.releases
  const page = pages === null || !settings.publication.page ? null : await pages.find(newest.name)
  const lacksPage = pages !== null && settings.publication.page && (page === null || page.draft)
  if (!lacksPage && !(await lacksRecord(ports, newest.name))) return null
  const tagged = await ports.releases.tag(newest.name)
  const plan = tagged === null ? null : planOfMessage(tagged.message, settings.package)
  return tagged === null || plan?.tag !== newest.name ? null : { plan, commit: tagged.commit, proposal: null }
}

/** A tag that the ledger knows the plan of, but not the release. */
async function lacksRecord(ports: ReleaseContext['ports'], tag: string): Promise<boolean> {
  const ledger = await ports.ledger?.()
  if (ledger === undefined) return false
  const records = await ledger.records()
  return records.some(({ event, details }) => event === 'release-planned' && details?.['tag'] === tag) && !isPublished(records, tag)
}

/** What was merged must still say the planned version: somebody may have changed the pull request. */
async function refuseAltered({ forge, settings }: ReleaseContext, { plan, commit }: BegunRelease): Promise<void> {
  const { listed, texts } = await readVersionFiles(forge.workspace(commit), settings)
  const { places } = writtenVersions(settings, listed, texts)
  const other = places.find(({ version }) => version?.text !== plan.version)
  if (other === undefined) return
  fail('release-altered', `${plan.tag} was planned, but ${other.path}:${other.line} says ${other.value} at ${commit.slice(0, 7)}.`, {
    at: { file: other.path, line: other.line, column: other.column },
    help: `Revert ${commit.slice(0, 7)} to give this plan up: then the next run decides anew.`,
  })
}
