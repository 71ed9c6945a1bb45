import { isoDate } from '../../core/model/instant.ts'
import { fail } from '../../core/model/problems.ts'
import { withBanner } from '../../core/release/publication/notes.ts'
import type { ReleaseTag } from '../../core/release/tags.ts'
import { compareVersions, isPrerelease, parseReleaseVersion } from '../../core/release/version.ts'
import type { ReleaseReport } from '../../core/reports/release.ts'
import { sha256Hex } from '../../core/text/digest.ts'
import { nearest } from '../../core/text/nearest.ts'
import { plainLine, tableCell } from '../../core/text/sanitize.ts'
import type { DoneStep, Ground, ReleasePorts } from './contract.ts'
import { type Bare, lookAround, withState } from './look-around.ts'
import { convergeProposal } from './propose.ts'
import { recordRolledBack } from './record.ts'
import { rolledBackReport } from './report.ts'
import { rollbackFiles } from './rollback-files.ts'

/** What the user asked for. */
export interface RollbackRequest {
  registry?: string
  package?: string
  /** The version or tag to go back to; `previous`, or absent: the release proper before the newest one. */
  to?: string
  /** Why, in words that people will read on the release, in the CHANGELOG and in the ledger. */
  reason: string
  dryRun: boolean
}

/**
 * Takes a release back by a pull request that sets version files and pins to what they said at an earlier tag, and warns of it on its page. Tags
 * and published files stay as they are. Twice is once.
 *
 * @throws ProblemError with all that a person must mend
 */
export async function rollbackRelease(ports: ReleasePorts, request: RollbackRequest): Promise<ReleaseReport> {
  // 1. what there is to go back from, and to
  if (request.reason.trim() === '') fail('usage', 'A rollback needs a reason.', { help: 'Give one by --reason, or the input `reason`.' })
  const ground = await lookAround(ports, request)
  const { from, to } = await pairOf(ground, request)
  // Tags may have slashes, and one ref must not be the folder of another.
  const context = await withState(ground, `rollback-${from.name}-to-${to.name}`.replaceAll('/', '__'))
  if (from.name === to.name) return rolledBackReport(context, { from, to, steps: [], files: [], proposal: null, result: 'nothing' })

  // 2. the files as they were, by value
  const { forge, settings, base } = context
  const input = { now: forge.workspace(base.commit), former: forge.workspace(to.commit), settings, registry: request.registry }
  const reason = plainLine(request.reason)
  const { changes, moved, notices } = await rollbackFiles({ ...input, from: from.version.text, to: to.version, reason })
  context.notices.push(...notices)

  // 3. the pull request
  const name = settings.package === null ? '' : `${settings.package} `
  const title = `revert(release): roll back ${name}${from.version.text} to ${to.version.text}`
  const trailers = `Rollback-From: ${from.version.text}\nRollback-To: ${to.version.text}\nRollback-Reason: ${reason}\nRequested-By: ${requester(ports)}`
  const proposed =
    changes.length === 0
      ? null
      : await convergeProposal(context, request.dryRun, {
          plan: {
            package: settings.package,
            version: to.version.text,
            tag: to.name,
            previous: from.name,
            base: base.commit,
            notes: sha256Hex(reason),
          },
          title,
          body: bodyOf(from, to, reason, moved),
          message: (digest) => ({ headline: title, body: `${trailers}\nPinwarden-Digest: ${digest}` }),
          files: changes,
          date: isoDate(ports.clock.now()),
        })
  const steps: DoneStep[] =
    proposed === null ? [{ step: 'propose', state: 'already', detail: `all files say ${to.version.text}` }] : [proposed.step]

  // 4. a warning where people find the release, and a record
  steps.push(...(await warn(context, request.dryRun, from, to, reason)))
  const proposal = proposed === null ? null : { number: proposed.number, url: proposed.url, branch: proposed.branch }
  if (!request.dryRun) {
    const about = proposal === null ? undefined : { id: title, ...proposal }
    await recordRolledBack(context.ports, { from: from.name, to: to.name, reason, proposal: about })
  }
  const result = request.dryRun ? 'planned' : proposed?.step.state === 'left' ? 'left' : 'rolled-back'
  return rolledBackReport(context, { from, to, steps, files: changes.map(({ path }) => path), proposal, result })
}

/** The release to leave and the one to go back to. @throws ProblemError */
async function pairOf(
  { ports, base, counted: { tags } }: Bare,
  { to: wanted }: RollbackRequest,
): Promise<{ from: ReleaseTag; to: ReleaseTag }> {
  const from = tags.stable
  if (from === null) return fail('usage', 'There is no release on this branch to go back from.')
  const history = ports.history(base)
  if (wanted === undefined || wanted === 'previous') {
    for (const tag of tags.all) {
      const candidate = !isPrerelease(tag.version) && compareVersions(tag.version, from.version) < 0
      if (candidate && (await history.contains(tag.commit))) return { from, to: tag }
    }
    return fail('usage', `${from.name} is the first release: there is none to go back to.`)
  }
  const text = parseReleaseVersion(wanted)?.text
  const to = tags.all.find(({ name, version }) => name === wanted || version.text === text)
  if (to === undefined) {
    const near = nearest(
      wanted,
      tags.all.map(({ name }) => name),
    )
    return fail('usage', `There is no release ${wanted}.`, near === undefined ? {} : { help: `Did you mean ${near}?` })
  }
  if (compareVersions(to.version, from.version) > 0) return fail('usage', `${to.name} is newer than ${from.name}: that is no rollback.`)
  if (!(await history.contains(to.commit)))
    return fail('usage', `${to.name} is not part of ${base.branch}.`, { help: 'Go back to a release that is.' })
  return { from, to }
}

/** A banner on the page of the bad release, once; and the good one as the latest, where the forge allows it. */
async function warn(context: Ground, dryRun: boolean, from: ReleaseTag, to: ReleaseTag, reason: string): Promise<DoneStep[]> {
  const { ports, settings } = context
  const { pages } = ports.releases
  const bad = pages === null || !settings.publication.page ? null : await pages.find(from.name)
  if (pages === null || bad === null || bad.draft) return []
  const body = withBanner(bad.body, { to: to.name, reason })
  if (body === bad.body) return [{ step: 'banner', state: 'already', detail: `warning on ${from.name}` }]
  if (dryRun) return [{ step: 'banner', state: 'planned', detail: `warning on ${from.name}` }]
  const good = settings.package === null ? await pages.find(to.name) : null
  if (good !== null && !good.draft && !(await pages.promote(good))) {
    context.notices.push(`${from.name} stays marked as the latest release: the forge does not let that be changed.`)
  }
  await pages.rewrite(bad, body)
  return [{ step: 'banner', state: 'done', detail: `warning on ${from.name}` }]
}

function bodyOf(from: ReleaseTag, to: ReleaseTag, reason: string, moved: readonly string[]): string {
  const lead = `Merging this takes **${from.name}** back to what **${to.name}** said: version files and pins, by value. All other changes since then stay, and so do the tags; the next release gets a number of its own.`
  const list = moved.length === 0 ? [] : ['Components:', '', ...moved.map((one) => `- ${tableCell(one)}`)]
  return [lead, `Reason: ${tableCell(reason)}`, list.join('\n')].filter((part) => part !== '').join('\n\n')
}

function requester({ actor }: ReleasePorts): string {
  return actor.onBehalfOf ?? actor.login
}
