import type { Problem } from '../model/problems.ts'
import { shortSha } from './judge-commit.ts'
import type { PlanInput, ReleasePlan } from './plan-contract.ts'
import { levelOf } from './survey.ts'
import type { ReleaseTag } from './tags.ts'
import { compareVersions, parseReleaseVersion, type ReleaseVersion, versionProblem } from './version.ts'

/** A version that was named by the user, checked. */
export function planNamed({ tags, head, asked, survey }: PlanInput, as: string): ReleasePlan | Problem {
  if (asked.prerelease !== null) return { code: 'usage', message: '`--as` and `--prerelease` exclude each other.' }
  const faulty = versionProblem(as, '--as')
  const version = parseReleaseVersion(as)
  if (faulty !== null || version === null) return faulty ?? { code: 'version-invalid', message: `${as} is no version.` }
  const same = tags.all.find((tag) => tag.version.text === version.text)
  const plan = { level: levelOf(survey.judged), prerelease: channelIn(version), notices: [] }
  if (same?.commit === head.commit) return { ...plan, version: null, tag: null, why: [`${same.name} is this very commit`] }
  if (same !== undefined) return taken(same)
  if (tags.newest !== null && compareVersions(version, tags.newest.version) <= 0) {
    const message = `--as ${version.text} is not above ${tags.newest.name}, which is part of this branch.`
    return { code: 'version-invalid', message, help: 'A version never goes back: name a greater one.' }
  }
  return { ...plan, version, tag: tags.prefix + version.text, why: ['asked for by --as'] }
}

/** `rc` of 2.0.0-rc.1. */
function channelIn({ semantic: { pre } }: ReleaseVersion): string | null {
  const ids = /^\d+$/.test(pre.at(-1) ?? '') ? pre.slice(0, -1) : pre
  return pre.length === 0 ? null : ids.join('.')
}

/** The problem of a version that has a tag elsewhere. */
export function taken({ name, commit }: ReleaseTag): Problem {
  return {
    code: 'version-exists',
    message: `The tag ${name} is there already, at ${shortSha(commit)}, which is not where we are.`,
    help: 'Merge that release into this branch, or name another version by --as. Tags that are out are never moved.',
  }
}
