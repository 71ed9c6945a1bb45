import type { Proposal } from '../../src/core/model/proposal.ts'
import { anUpgrade, aProposal } from './builders.ts'
import { BOT, REPOSITORY, type Scenario, type Stage } from './crash-matrix.ts'

const files = (version: string) => [{ path: 'compose.yaml', text: `image: redis:${version}\n`, mode: '100644' }]
const setup = { draft: false, reviewers: ['ada'], teamReviewers: [], assignees: ['eve'], milestone: 'Q4' }

const first = aProposal({ files: files('7.2.5') })
const newer = aProposal({ title: 'Bump redis from 7.2.4 to 7.2.6', files: files('7.2.6'), upgrades: [anUpgrade({ to: '7.2.6' })] })
const grouped = aProposal({
  id: 'cache_and_redis',
  branch: 'pinwarden/cache_and_redis',
  title: 'Bump cache and redis together',
  files: files('7.2.6'),
  upgrades: [anUpgrade({ to: '7.2.6' }), anUpgrade({ component: 'cache', from: '1.0.0', to: '1.0.1' })],
})
const approved: Proposal = aProposal({
  files: files('7.2.5'),
  upgrades: [anUpgrade({}, { decision: 'auto-approve' })],
  autoMerge: { methods: ['squash'] },
})
const script = { path: 'install.sh', text: '#!/bin/sh\nREDIS=7.2.5\n', mode: '100755' }

const second = aProposal({
  id: 'b',
  branch: 'pinwarden/b',
  title: 'Bump b from 1.0.0 to 1.0.1',
  files: [script],
  upgrades: [anUpgrade({ component: 'b', from: '1.0.0', to: '1.0.1' })],
})

const ours = (stage: Stage) => stage.double.repository(REPOSITORY)
const headOf = async (stage: Stage) => (await ours(stage).head(first.branch)) ?? ''

/** What runs do, each once: opening, refreshing, closing, labels, notes, reopening, merging in both ways, cleaning up. */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'open, with people asked', repository: { milestones: ['Q4'] }, desired: [{ ...first, setup }] },
  { name: 'open two, one with a script', desired: [first, second] },
  { name: 'refresh', arrange: (stage) => stage.run([first]), desired: [newer] },
  { name: 'close', arrange: (stage) => stage.run([first]), desired: [] },
  { name: 'supersede', arrange: (stage) => stage.run([first]), desired: [grouped] },
  {
    name: 'labels',
    arrange: async (stage) => {
      await stage.run([first])
      ours(stage).issue(1).labels.push('risk: high', 'team: data')
    },
    desired: [{ ...first, labels: [...first.labels, { name: 'risk: low', color: '0e8a16', description: 'x' }] }],
  },
  {
    name: 'note on a branch that people pushed to',
    arrange: async (stage) => {
      await stage.run([first])
      await ours(stage).push(first.branch, { 'note.md': 'mine' }, { author: 'ada' })
    },
    desired: [newer],
  },
  {
    name: 'rebuild that a person asked for, over the commits of others',
    arrange: async (stage) => {
      await stage.run([first])
      await ours(stage).push(first.branch, { 'note.md': 'mine' }, { author: 'ada' })
      const issue = ours(stage).issue(1)
      issue.body = `Wait for Ada.\n\n${issue.body?.replace('- [ ]', '- [x]')}`
    },
    desired: [newer],
  },
  {
    name: 'abandon',
    arrange: async (stage) => {
      await stage.run([first])
      await ours(stage).push(first.branch, { 'note.md': 'mine' }, { author: 'ada' })
    },
    desired: [],
  },
  {
    name: 'reopened by a person, and refreshed',
    arrange: async (stage) => {
      await stage.run([first])
      await ours(stage).close(1, 'ada')
      await stage.run([first])
      await ours(stage).reopen(1, 'ada')
    },
    desired: [newer],
  },
  {
    name: 'closed by a person, and something newer',
    arrange: async (stage) => {
      await stage.run([first])
      await ours(stage).close(1, 'ada')
    },
    desired: [newer],
  },
  {
    name: 'merge by our own gate',
    arrange: async (stage) => {
      await stage.run([approved])
      await ours(stage).check(await headOf(stage), 'ci', 'success')
    },
    desired: (compose) => (compose.includes('7.2.5') ? [] : [approved]),
  },
  {
    name: 'auto-merge by the forge',
    repository: { settings: { autoMerge: true }, protections: { main: { requiredChecks: ['ci'], bypass: [BOT] } } },
    arrange: (stage) => stage.run([{ ...approved, labels: [] }]),
    desired: [approved],
  },
  {
    name: 'auto-merge withdrawn, and refreshed',
    repository: { settings: { autoMerge: true }, protections: { main: { requiredChecks: ['ci'] } } },
    arrange: (stage) => stage.run([approved]),
    desired: [newer],
  },
  {
    name: 'clean up after a merge and after a run that was cut',
    arrange: async (stage) => {
      await stage.run([first])
      await ours(stage).merge(1, 'ada', 'SQUASH')
      await stage.forge.createBranch('pinwarden/-staging/gone', (await ours(stage).head()) ?? '')
    },
    desired: [],
  },
]
