import type { Problem } from '../model/problems.ts'
import { type Channel, channelOf } from './channel.ts'
import { shortSha } from './judge-commit.ts'
import { type NextVersion, nextVersion } from './next-version.ts'
import type { PlanInput, ReleasePlan } from './plan-contract.ts'
import { planNamed, taken } from './plan-named.ts'
import { planNotices } from './plan-notices.ts'
import { askedVersion, levelOf } from './survey.ts'
import type { ReleaseTag, ReleaseTags } from './tags.ts'
import { compareVersions, coreOf, type Level, numberIn, type ReleaseVersion, releaseVersion, versionProblem } from './version.ts'

/** Decides the next version. What a person must mend comes back as problems. */
export function planRelease(input: PlanInput): { plan: ReleasePlan } | { problems: readonly Problem[] } {
  const { as } = input.asked
  const decided = as === null ? byCommits(input) : planNamed(input, as)
  if ('code' in decided) return { problems: [decided] }
  if (decided.version === null) return { plan: decided }
  const problem = as === null ? standsInTheWay(input, decided.version) : null
  return problem === null ? { plan: decided } : { problems: [problem] }
}

function byCommits(input: PlanInput): ReleasePlan | Problem {
  const { settings, tags, survey, head, asked } = input
  const channel = channelOf({ ...head, prerelease: asked.prerelease }, settings)
  if ('code' in channel) return channel
  const last = lastIn(channel, tags)
  const level = channel.level === null || survey.judged.length === 0 ? levelOf(survey.judged) : channel.level
  const fresh = survey.since(last)
  const counts = channel.level === null ? levelOf(fresh) !== null : fresh.some(({ listed }) => listed)
  const isFirst = last === null && tags.stable === null && survey.judged.length > 0
  // A pre-release that nothing followed is what the release proper is made of.
  const completes = channel.prerelease === null && tags.newest !== tags.stable
  if (!counts && !isFirst && !completes && askedVersion(fresh) === null) return nothing(channel, last, survey.judged.length)
  const next = counted(input, channel, level ?? 'patch')
  return {
    version: next.version,
    tag: tags.prefix + next.version.text,
    level,
    prerelease: channel.prerelease,
    why: [channel.why, ...next.why],
    notices: planNotices(input, channel, next.version),
  }
}

/** The release that new commits are counted from: the last one of the very channel. */
function lastIn({ prerelease }: Channel, tags: ReleaseTags): ReleaseTag | null {
  if (prerelease === null) return tags.stable
  const merged = tags.all.filter((tag) => tag.merged)
  const own = merged.find(({ version }) => numberIn(version, prerelease) !== null) ?? null
  return own !== null && (tags.stable === null || compareVersions(own.version, tags.stable.version) > 0) ? own : tags.stable
}

function counted({ settings, tags, survey, written }: PlanInput, channel: Channel, level: Level): NextVersion {
  const initial = written !== null && coreOf(written).text !== '0.0.0' ? written : releaseVersion(settings.initialVersion)
  const ask = askedVersion(survey.judged)
  const stable = tags.stable?.version ?? null
  const ahead = written !== null && stable !== null && compareVersions(written, stable) > 0 ? [written] : []
  return nextVersion({
    stable,
    newest: tags.newest?.version ?? null,
    tagged: tags.all.map(({ version }) => version),
    level,
    levelSinceNewest: levelOf(survey.since(tags.newest)),
    channel: channel.prerelease,
    initial,
    exact: ask === null ? null : { version: ask.version, why: `${shortSha(ask.commit.sha)} asks for ${ask.version.text} (Release-As)` },
    floors: [
      ...(channel.named === null ? [] : [{ version: channel.named, why: `the branch names ${channel.named.text}` }]),
      ...ahead.map((version) => ({ version, why: `the files say ${version.text} already` })),
    ],
    written,
  })
}

function nothing(channel: Channel, last: ReleaseTag | null, commits: number): ReleasePlan {
  const since = last === null ? '' : ` since ${last.name}`
  const why = commits === 0 ? `there is no commit${since}` : `no commit${since} moves the version`
  return { version: null, tag: null, level: null, prerelease: channel.prerelease, why: [channel.why, why], notices: [] }
}

function standsInTheWay({ tags }: PlanInput, version: ReleaseVersion): Problem | null {
  const same = tags.all.find((tag) => tag.version.text === version.text)
  return same === undefined ? versionProblem(version.text, 'The next version') : taken(same)
}
