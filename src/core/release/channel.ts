import type { Problem } from '../model/problems.ts'
import { sha256Hex } from '../text/digest.ts'
import type { BranchRule, ReleaseSettings } from './settings.ts'
import { type Level, lintVersion, MAX_RELEASE_VERSION, parseReleaseVersion, type ReleaseVersion } from './version.ts'

/** What is released from where we are. */
export interface Channel {
  /** Pre-release id that a number follows, `rc`, `feature.login`; null for releases proper. */
  prerelease: string | null
  /** The step that is taken whatever the commits ask for; null: theirs. */
  level: Level | null
  /** The version that the branch names: 2.0.0 of `release/2.0`. */
  named: ReleaseVersion | null
  /** Why, one phrase: `branch develop (rule develop)`. */
  why: string
}

export interface ChannelRequest {
  branch: string | null
  /** Stable too where no rule says otherwise: some call it `trunk`. */
  defaultBranch: string | null
  /** What the user asked for, above every rule. */
  prerelease: string | null
}

/** Room for `100.100.100-` before the id and `.1000` behind it. */
const LONGEST_ID = MAX_RELEASE_VERSION - 17

/** Which versions a branch releases. */
export function channelOf({ branch, defaultBranch, prerelease }: ChannelRequest, settings: ReleaseSettings): Channel | Problem {
  if (prerelease !== null) {
    const problem = channelProblem(prerelease) ?? numberedProblem(prerelease)
    return problem ?? { prerelease, level: null, named: null, why: 'asked for by --prerelease' }
  }
  if (branch === null) return unmapped('No branch is checked out, so nothing says what is released.')
  for (const rule of settings.branches) {
    const name = nameIn(rule, branch)
    if (name !== null) return ofRule(rule, branch, name)
  }
  if (branch === defaultBranch) return { prerelease: null, level: null, named: null, why: `${branch} is the default branch` }
  return unmapped(`No rule says what the branch ${branch} releases.`)
}

function ofRule(rule: BranchRule, branch: string, name: string): Channel | Problem {
  const prerelease = rule.prerelease === null ? null : shortened(rule.prerelease.replaceAll('{name}', identifier(name)), name)
  const named = parseReleaseVersion(name.replace(/^([vV]?\d+\.\d+)$/, '$1.0'))
  const why = rule.branch === branch ? `branch ${branch}` : `branch ${branch} (rule ${rule.branch})`
  const problem = prerelease === null ? null : channelProblem(prerelease)
  return problem ?? { prerelease, level: rule.level, named, why }
}

/** What `*` stands for in a branch, empty where the rule has none; null where the rule does not fit. */
function nameIn({ branch: pattern }: BranchRule, branch: string): string | null {
  const star = pattern.indexOf('*')
  if (star === -1) return pattern === branch ? '' : null
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1).replaceAll('*', '')]
  const fits = branch.length > before.length + after.length && branch.startsWith(before) && branch.endsWith(after)
  return fits ? branch.slice(before.length, branch.length - after.length) : null
}

/** The name of a branch as an identifier of SemVer: `JIRA-12_Log In` is `jira-12-log-in`, `007` is `7`. */
function identifier(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^0-9a-z]{1,200}/g, '-')
    .replace(/^-|-$/g, '')
  return /^\d+$/.test(plain) ? plain.replace(/^0+(?=\d)/, '') : plain === '' ? 'x' : plain
}

/** Ids that are too long are cut, with a digest of the name so that two branches with one beginning do not share their numbers. */
function shortened(id: string, name: string): string {
  if (id.length <= LONGEST_ID) return id
  return `${id.slice(0, LONGEST_ID - 7).replace(/[.-]+$/, '')}-${sha256Hex(name).slice(0, 6)}`
}

function channelProblem(prerelease: string): Problem | null {
  const faults = lintVersion(`0.0.0-${prerelease}.1`)
  return faults.length === 0 ? null : unfit(prerelease, faults.join(', and '))
}

/** `rc.2` asks for a number, which is not the user's to give. */
function numberedProblem(prerelease: string): Problem | null {
  return /(?:^|\.)\d+$/.test(prerelease) ? unfit(prerelease, 'it ends with a number, and a number follows it by itself') : null
}

function unfit(prerelease: string, why: string): Problem {
  return {
    code: 'version-invalid',
    message: `${JSON.stringify(prerelease.slice(0, 100))} cannot be the id of pre-releases: ${why}.`,
    help: 'Take lower-case letters, digits and dashes, such as `rc` or `beta`.',
  }
}

function unmapped(message: string): Problem {
  return {
    code: 'branch-unmapped',
    message,
    help: 'Name it under `release.branches` in the registry, or say what is meant by --branch, --prerelease or --as.',
  }
}
