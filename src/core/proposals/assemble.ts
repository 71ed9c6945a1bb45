import type { Instant } from '../model/instant.ts'
import type { Problem } from '../model/problems.ts'
import type { FileState, Proposal } from '../model/proposal.ts'
import type { Upgrade } from '../model/upgrade.ts'
import type { ReleaseText } from '../notes/outline/release-texts.ts'
import type { ResolvedComponent } from '../registry/resolved.ts'
import { renderBody } from './body/body.ts'
import { branchName } from './branch.ts'
import { commitMessage } from './commit-message.ts'
import { filesDigest } from './digest.ts'
import { editFiles } from './edit-files.ts'
import { labelsFor } from './labels.ts'
import { titleFor } from './title.ts'
import { byUrgency } from './urgency.ts'

/** One upgrade with all that its proposal needs to say. */
export interface Member {
  upgrade: Upgrade
  component: ResolvedComponent
  /** Files of each pin, by position; globs already expanded. */
  pinFiles: readonly (readonly string[])[]
  /** Of the artifact, for pins that carry one beside the version. */
  checksum?: string
  notes: readonly ReleaseText[]
  guides: readonly string[]
  /** What would have travelled along and does not, one sentence each; on the first member. */
  leftOut?: readonly string[]
}

export interface AssembleInput {
  /** Each inner list travels together: one proposal. */
  groups: readonly (readonly Member[])[]
  files: ReadonlyMap<string, FileState | null>
  registryFile: string
  changelogFile: string | null
  environments: readonly string[]
  now: Instant
}

/** Upgrades → proposals, fixes of vulnerabilities first and then in order of id. A group whose files cannot be edited gives its problems instead of a proposal. */
export function assemble(input: AssembleInput): { proposals: Proposal[]; problems: Problem[] } {
  const proposals: Proposal[] = []
  const problems: Problem[] = []
  for (const members of input.groups) {
    const edited = editFiles({
      upgrades: members,
      files: input.files,
      registryFile: input.registryFile,
      changelogFile: input.changelogFile,
    })
    problems.push(...edited.problems)
    if (edited.changes.length > 0) proposals.push(propose(members, edited.changes, input))
  }
  return { proposals: proposals.sort((a, b) => byUrgency(a.upgrades, b.upgrades) || (a.id < b.id ? -1 : 1)), problems }
}

function propose(members: readonly Member[], files: Proposal['files'], input: AssembleInput): Proposal {
  const upgrades = members.map((member) => member.upgrade)
  const [first] = upgrades
  if (first === undefined) throw new Error('a proposal needs an upgrade')
  const names = upgrades.map((upgrade) => upgrade.component).sort()
  const major = upgrades.some((upgrade) => upgrade.lane === 'major')
  const name = names.length === 1 ? first.component : names.join('_and_').slice(0, 80)
  const digest = filesDigest(files)
  return {
    id: [first.environment, name].filter((part) => part !== null).join('/') + (major ? '-major' : ''),
    branch: branchName({ environment: first.environment, name, major }, input.environments),
    title: titleFor(upgrades),
    body: renderBody({
      upgrades,
      notes: new Map(members.map((member) => [member.upgrade.component, member.notes])),
      guides: new Map(members.map((member) => [member.upgrade.component, member.guides])),
      files: files.map((file) => file.path),
      leftOut: members.flatMap((member) => member.leftOut ?? []),
      now: input.now,
    }),
    labels: labelsFor(upgrades),
    commitMessage: commitMessage(upgrades, digest),
    files,
    digest,
    upgrades,
  }
}
