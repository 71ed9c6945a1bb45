import type { Channel } from './channel.ts'
import { shortSha } from './judge-commit.ts'
import type { PlanInput } from './plan-contract.ts'
import { levelOf } from './survey.ts'
import { compareVersions, coreOf, type ReleaseVersion } from './version.ts'

/** What a reader should know of a decision that it did not change. */
export function planNotices({ survey, tags, written }: PlanInput, channel: Channel, version: ReleaseVersion): string[] {
  const asks = levelOf(survey.judged)
  const stable = tags.stable?.version ?? null
  const notices: string[] = []
  if (stable === null && tags.unread.length > 0) {
    notices.push(`Tags such as ${tags.unread.slice(0, 3).join(', ')} are no versions by SemVer 2.0, so nothing is counted from them.`)
  }
  if (channel.level !== null && asks !== null && asks !== channel.level && asks !== 'patch') {
    const which = survey.judged.find(({ level }) => level === asks)
    notices.push(
      `${shortSha(which?.commit.sha ?? '')} asks for a ${asks} step; ${channel.why} takes a ${channel.level} step whatever commits ask for.`,
    )
  }
  if (
    channel.named !== null &&
    compareVersions(coreOf(version), channel.named) > 0 &&
    (stable === null || compareVersions(channel.named, stable) > 0)
  ) {
    notices.push(`The branch names ${channel.named.text}, and the commits ask for more: ${coreOf(version).text}.`)
  }
  if (written !== null && stable !== null && compareVersions(written, stable) < 0) {
    notices.push(`The files say ${written.text}, which is older than ${tags.stable?.name ?? stable.text}.`)
  }
  return notices
}
