import type { Problem } from '../../model/problems.ts'
import { shortSha } from '../judge-commit.ts'

/** A file that hangs on a release, or is to. */
export interface Asset {
  name: string
  size: number
  /** `sha256:…`; null where it is not known. */
  digest: string | null
}

/** A page of a release as it stands. */
export interface Page {
  draft: boolean
  immutable: boolean
  assets: readonly (Asset & { complete: boolean })[]
}

/** All that the next step of a release follows from. */
export interface Standing {
  tag: string
  /** The commit that the plan releases. */
  commit: string
  /** Where the tag is now; null where there is none. */
  taggedAt: string | null
  /** Whether a page is wanted, and the one that is there. */
  wantsPage: boolean
  page: Page | null
  assets: readonly Asset[]
  /** Whether all who are to know were told. */
  announced: boolean
}

/** One thing to do. A dry run prints the same values that are carried out. */
export type ReleaseStep =
  | { kind: 'tag'; tag: string; commit: string }
  | { kind: 'draft'; tag: string }
  | { kind: 'remove-asset'; name: string; why: string }
  | { kind: 'upload'; name: string }
  | { kind: 'publish'; tag: string }
  | { kind: 'announce' }

/**
 * What is left to do for a release whose commit is there, in order: tag, draft, files, publication, announcement. What is done is not done again,
 * and what would need a published tag to be moved is a problem. Carrying the steps out and asking again gives none.
 */
export function stepsFor(standing: Standing): { steps: ReleaseStep[]; notices: string[] } | { problem: Problem } {
  const { tag, commit, taggedAt, wantsPage, page, announced } = standing
  if (taggedAt !== null && taggedAt !== commit) return { problem: elsewhere(standing, taggedAt) }
  const steps: ReleaseStep[] = taggedAt === null ? [{ kind: 'tag', tag, commit }] : []
  const notices: string[] = []
  if (wantsPage) {
    const files = fileSteps(standing)
    notices.push(...files.notices)
    if (page === null) steps.push({ kind: 'draft', tag })
    steps.push(...files.steps)
    if (page === null || page.draft) steps.push({ kind: 'publish', tag })
  }
  return { steps: announced ? steps : [...steps, { kind: 'announce' }], notices }
}

function fileSteps({ tag, page, assets }: Standing): { steps: ReleaseStep[]; notices: string[] } {
  const there = new Map((page?.assets ?? []).map((asset) => [asset.name, asset]))
  const steps: ReleaseStep[] = []
  const changed: string[] = []
  for (const asset of assets) {
    const found = there.get(asset.name)
    if (found === undefined) steps.push({ kind: 'upload', name: asset.name })
    else if (!found.complete)
      steps.push({ kind: 'remove-asset', name: asset.name, why: 'its upload was cut off' }, { kind: 'upload', name: asset.name })
    else if (!same(found, asset)) {
      changed.push(asset.name)
      steps.push({ kind: 'remove-asset', name: asset.name, why: 'it was built anew' }, { kind: 'upload', name: asset.name })
    }
  }
  if (steps.length === 0 || page === null || page.draft) return { steps, notices: [] }
  // What people may have downloaded is not exchanged under them.
  const rest = steps.filter((step) => !('name' in step && changed.includes(step.name)))
  return page.immutable ? { steps: [], notices: rest.length === 0 ? [] : [locked(tag, rest)] } : { steps: rest, notices: [] }
}

function same(found: Asset, wanted: Asset): boolean {
  return found.digest === null || wanted.digest === null ? found.size === wanted.size : found.digest === wanted.digest
}

function elsewhere({ tag, commit }: Standing, taggedAt: string): Problem {
  return {
    code: 'version-exists',
    message: `The tag ${tag} is at ${shortSha(taggedAt)}, and the planned release is ${shortSha(commit)}.`,
    help: `A tag that is out is never moved. Revert ${shortSha(commit)} to give this plan up, and commit a change with a footer \`Release-As: X.Y.Z\` for another version.`,
  }
}

function locked(tag: string, steps: readonly ReleaseStep[]): string {
  const names = [...new Set(steps.flatMap((step) => ('name' in step ? [step.name] : [])))]
  return `The release ${tag} is published and immutable, so ${names.join(', ')} cannot be added; files belong on it before it is published.`
}
