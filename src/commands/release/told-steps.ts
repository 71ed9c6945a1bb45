import type { ReleaseStep, Standing } from '../../core/release/publication/steps.ts'
import type { DoneStep } from './contract.ts'

/** What earlier runs did. */
export function alreadyDone({ taggedAt, tag, page, assets, announced }: Standing): DoneStep[] {
  const steps: DoneStep[] = []
  if (taggedAt !== null) steps.push({ step: 'tag', state: 'already', detail: `tag ${tag} at ${taggedAt.slice(0, 7)}` })
  if (page !== null) steps.push({ step: 'draft', state: 'already', detail: `release ${tag}` })
  const there = assets.filter(({ name }) => page?.assets.some((asset) => asset.name === name && asset.complete)).length
  if (there > 0) steps.push({ step: 'assets', state: 'already', detail: `${there} of ${assets.length} files` })
  if (page !== null && !page.draft) steps.push({ step: 'publish', state: 'already', detail: `release ${tag}` })
  if (announced) steps.push({ step: 'announce', state: 'already', detail: 'ledger and pull request' })
  return steps
}

/** A step as a report tells it. */
export function toldStep(step: ReleaseStep, state: DoneStep['state']): DoneStep {
  return { step: stageOf(step), state, detail: phrase(step) }
}

function stageOf({ kind }: ReleaseStep): DoneStep['step'] {
  return kind === 'upload' || kind === 'remove-asset' ? 'assets' : kind
}

function phrase(step: ReleaseStep): string {
  switch (step.kind) {
    case 'tag':
      return `tag ${step.tag}${step.commit === '' ? '' : ` at ${step.commit.slice(0, 7)}`}`
    case 'draft':
      return `draft of the release ${step.tag}`
    case 'upload':
      return `upload ${step.name}`
    case 'remove-asset':
      return `remove ${step.name}: ${step.why}`
    case 'publish':
      return `publish the release ${step.tag}`
    case 'announce':
      return 'ledger and pull request'
  }
}
