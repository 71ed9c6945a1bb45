import type { Problem } from '../model/problems.ts'
import { type Channel, channelOf } from './channel.ts'
import { shortSha } from './judge-commit.ts'
import { type NextVersion, nextVersion } from './next-version.ts'
import type { ReleaseSettings } from './settings.ts'
import { askedVersion, levelOf, type Survey } from './survey.ts'
import type { ReleaseTag, ReleaseTags } from './tags.ts'
import {
  compareVersions,
  coreOf,
  type Level,
  numberIn,
  parseReleaseVersion,
  type ReleaseVersion,
  releaseVersion,
  versionProblem,
} from './version.ts'

/** What a release is decided from. */
export interface PlanInput {
  settings: ReleaseSettings
  tags: ReleaseTags
  survey: Survey
  head: { commit: string; branch: string | null; defaultBranch: string | null }
  /** What the files say, all the same; null where no file carries the version. */
  written: ReleaseVersion | null
  /** What the user asked for: pre-releases of this id, or this very version. */
  asked: { prerelease: string | null; as: string | null }
}

/** The decision, with its reasons. */
export interface ReleasePlan {
  /** Null where there is nothing to release. */
  version: ReleaseVersion | null
  tag: string | null
  /** How far the commits since the last release proper go; null where none of them counts. */
  level: Level | null
  /** Pre-release id; null for a release proper. */
  prerelease: string | null
  /** Sentences, in the order in which they led to the version. */
  why: readonly string[]
  /** What a reader should know that changed nothing. */
  notices: readonly string[]
}

/** Decides the next version. What a person must mend comes back as problems. */
export function planRelease(input: PlanInput): { plan: ReleasePlan } | { problems: readonly Problem[] } {
  const { as } = input.asked
  const decided = as === null ? byCommits(input) : byName(input, as)
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
    notices: noticesOf(input, channel, next.version),
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

/** A version that was named by the user, checked. */
function byName({ tags, head, asked, survey }: PlanInput, as: string): ReleasePlan | Problem {
  if (asked.prerelease !== null) return { code: 'usage', message: '`--as` and `--prerelease` exclude each other.' }
  const faulty = versionProblem(as, '--as')
  const version = parseReleaseVersion(as)
  if (faulty !== null || version === null) return faulty ?? { code: 'version-invalid', message: `${as} is no version.` }
  const same = tags.all.find((tag) => tag.version.text === version.text)
  const plan = {
    level: levelOf(survey.judged),
    prerelease: version.semantic.pre.length > 0 ? version.semantic.pre.join('.') : null,
    notices: [],
  }
  if (same?.commit === head.commit) return { ...plan, version: null, tag: null, why: [`${same.name} is this very commit`] }
  if (same !== undefined) return taken(same)
  if (tags.newest !== null && compareVersions(version, tags.newest.version) <= 0) {
    const message = `--as ${version.text} is not above ${tags.newest.name}, which is part of this branch.`
    return { code: 'version-invalid', message, help: 'A version never goes back: name a greater one.' }
  }
  return { ...plan, version, tag: tags.prefix + version.text, why: ['asked for by --as'] }
}

function standsInTheWay({ tags }: PlanInput, version: ReleaseVersion): Problem | null {
  const same = tags.all.find((tag) => tag.version.text === version.text)
  return same === undefined ? versionProblem(version.text, 'The next version') : taken(same)
}

function taken({ name, commit }: ReleaseTag): Problem {
  return {
    code: 'version-exists',
    message: `The tag ${name} is there already, at ${shortSha(commit)}, which is not where we are.`,
    help: 'Merge that release into this branch, or name another version by --as. Tags that are out are never moved.',
  }
}

function noticesOf({ survey, tags, written }: PlanInput, channel: Channel, version: ReleaseVersion): string[] {
  const asks = levelOf(survey.judged)
  const stable = tags.stable?.version ?? null
  const notices: string[] = []
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
