import type { Label } from '../../model/proposal.ts'
import { capText, tableCell } from '../../text/sanitize.ts'
import type { JudgedCommit } from '../judge-commit.ts'
import { planTrailers, type StoredPlan } from './stored-plan.ts'

/** Branches of releases stand apart from those of upgrades: neither run looks at the other's. */
export const RELEASE_PREFIX = 'pinwarden-release/'
/** Where a new head is built before the branch moves to it in one step. */
export const RELEASE_STAGING = 'pinwarden-release-staging/'

export const RELEASE_LABELS: readonly Label[] = [
  { name: 'pinwarden', color: '1d76db', description: 'Opened by Pinwarden' },
  { name: 'release', color: '5319e7', description: 'Makes a release once it is merged' },
]

/** `main`, and `main--api` for a package. A slash of the base branch would make one ref the folder of another. */
export function releaseBranch(base: string, name: string | null): string {
  return (base + (name === null ? '' : `--${name}`)).replaceAll('/', '__')
}

/** `chore(release): 1.3.0`, `chore(release): api 1.3.0`. */
export function releaseTitle({ package: name, version }: Pick<StoredPlan, 'package' | 'version'>): string {
  return `chore(release): ${name === null ? '' : `${name} `}${version}`
}

/** The message of the commit that carries the release out, by which later runs know it. `files`: digest over what it changes. */
export function releaseMessage(plan: StoredPlan, files: string): { headline: string; body: string } {
  return { headline: releaseTitle(plan), body: `${planTrailers(plan)}\nPinwarden-Digest: ${files}` }
}

/** GitHub refuses bodies of more than 65,536 characters; the release itself has all of them. */
const LONGEST_NOTES = 45_000

/** What the pull request of a release says to people. */
export function proposalBody(
  plan: StoredPlan,
  parts: { notes: string; why: readonly string[]; deciding: readonly JudgedCommit[] },
): string {
  const { notes, why, deciding } = parts
  const lead = `Merging this releases **${plan.tag}**: the merge commit is tagged, and the release is published with these notes. Commits that land before are taken in. Merge, squash or rebase; close it to skip this version.`
  const reasons = why.map((sentence) => `- ${tableCell(sentence)}`)
  const commits = deciding.map(({ commit, level }) => `- ${commit.sha.slice(0, 7)} ${tableCell(commit.subject)} (${level})`)
  const details = ['<details><summary>Why this version</summary>', '', ...reasons, ...commits.slice(0, 100), '', '</details>']
  return [lead, capText(notes, LONGEST_NOTES), details.join('\n')].join('\n\n')
}
