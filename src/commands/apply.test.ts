import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { anUpgrade, aProposal } from '../../test/support/builders.ts'
import { type GitHubDouble, startGitHubDouble } from '../../test/support/github-double/index.ts'
import { createClient } from '../adapters/github/client.ts'
import { githubForge } from '../adapters/github/forge.ts'
import type { Action, Proposal } from '../core/model/proposal.ts'
import { reconcile } from '../core/proposals/reconcile.ts'
import type { Forge } from '../ports/forge.ts'
import { applyActions } from './apply.ts'
import { observeProposals } from './observe.ts'

const log = { progress: () => undefined, info: () => undefined, warn: () => undefined, debug: () => undefined }
const files = (version: string) => [
  { path: 'compose.yaml', text: `image: redis:${version}\n`, mode: '100644' },
  { path: 'install.sh', text: `#!/bin/sh\nREDIS=${version}\n`, mode: '100755' },
]
const first = aProposal({ files: files('7.2.5').slice(0, 1) })
const second = aProposal({ title: 'Bump redis from 7.2.4 to 7.2.6', files: files('7.2.6'), upgrades: [anUpgrade({ to: '7.2.6' })] })

let double: GitHubDouble
let forge: Forge

beforeEach(async () => {
  double = await startGitHubDouble({
    world: {
      tokens: [
        { token: 'ghs_app', kind: 'installation', login: 'pinwarden[bot]' },
        { token: 'ghp_person', login: 'ada' },
        { token: 'ghs_read', kind: 'actions', permissions: { contents: 'read', pull_requests: 'read' } },
      ],
      repositories: [
        {
          nameWithOwner: 'acme/platform',
          collaborators: { ada: 'write' },
          files: { 'compose.yaml': 'image: redis:7.2.4\n', 'install.sh': { text: '#!/bin/sh\nREDIS=7.2.4\n', mode: '100755' } },
        },
      ],
    },
  })
  forge = forgeWith('ghs_app')
})

afterEach(async () => {
  double.assertClean()
  await double.close()
})

function forgeWith(token: string): Forge {
  const client = createClient({ token, apiUrl: double.restUrl, graphqlUrl: double.graphqlUrl, sleep: async () => undefined })
  return githubForge(client, 'acme/platform', 'github.example')
}

/** One whole run: observe, reconcile, apply. */
async function converge(desired: readonly Proposal[], at: Forge = forge): Promise<Action[]> {
  const observed = await observeProposals(at, desired)
  const actions = reconcile(desired, observed, () => true)
  const applied = await applyActions(actions, observed.base, at, log)
  for (const one of applied) if (!one.ok) throw new Error(one.problem.message)
  return actions
}

describe('a proposal on GitHub', () => {
  it('is opened with a verified commit and labels, and a second run changes nothing', async () => {
    expect((await converge([first])).map((action) => action.kind)).toEqual(['create-label', 'open'])
    const requests = double.requests.count()
    expect(await converge([first])).toMatchObject([{ kind: 'leave', why: 'up-to-date' }])
    expect(double.requests.count() - requests).toBe(1)
    expect(await double.repository('acme/platform').text('compose.yaml', 'pinwarden/redis')).toBe('image: redis:7.2.5\n')
  })

  it('is refreshed in place for a newer candidate, keeps modes and leaves no other branch', async () => {
    await converge([first])
    expect(await converge([second])).toMatchObject([{ kind: 'refresh' }])
    const observed = await observeProposals(forge, [second])
    expect(observed.proposals).toMatchObject([{ number: 1, state: 'open', title: second.title, headBy: 'ours' }])
    expect(observed.branches.map((branch) => branch.name)).toEqual(['pinwarden/redis'])
    expect(await double.repository('acme/platform').mode('install.sh', 'pinwarden/redis')).toBe('100755')
    expect(await converge([second])).toMatchObject([{ kind: 'leave' }])
  })

  it('is left alone after a person pushed, and after a person closed it', async () => {
    await converge([first])
    const person = forgeWith('ghp_person')
    const [branch] = (await observeProposals(forge, [first])).branches
    await person.commit('pinwarden/redis', branch?.head ?? '', { headline: 'mine', body: '' }, [
      { path: 'note.md', text: 'x', mode: '100644' },
    ])
    expect(await converge([second])).toMatchObject([{ kind: 'leave', why: 'people-pushed' }, { kind: 'note' }])
    expect(await converge([second])).toMatchObject([{ kind: 'leave', why: 'people-pushed' }])
    expect(double.repository('acme/platform').issue(1).comments).toHaveLength(1)
    await person.updateProposal({ number: 1, branch: 'pinwarden/redis' }, { state: 'closed' })
    await person.deleteBranch('pinwarden/redis')
    expect(await converge([first])).toMatchObject([{ kind: 'leave', why: 'closed-by-person' }])
    expect((await converge([second])).map((action) => action.kind)).toEqual(['open'])
  })

  it('is closed with a comment when nothing is left to do, and may be opened again later', async () => {
    await converge([first])
    expect(await converge([])).toMatchObject([{ kind: 'close' }])
    expect(await converge([])).toEqual([])
    expect((await converge([first])).map((action) => action.kind)).toEqual(['open'])
  })

  it('ends the same whichever request of opening and refreshing is the last one before a kill', async () => {
    for (let k = 1; k <= 12; k += 1) {
      const proposal = aProposal({ ...first, id: `c${k}`, branch: `pinwarden/c${k}` })
      const next = aProposal({ ...second, id: `c${k}`, branch: `pinwarden/c${k}` })
      for (const desired of [proposal, next]) {
        let sent = 0
        double.hooks.before = () => {
          sent += 1
          return sent > k ? 'reset' : undefined
        }
        await converge([desired]).catch(() => undefined)
        delete double.hooks.before
        await converge([desired])
        expect(await converge([desired]), `cut after ${k}`).toMatchObject([{ kind: 'leave', why: 'up-to-date' }])
      }
    }
  })

  it('names the missing permission and what to write where', async () => {
    const reader = forgeWith('ghs_read')
    const observed = await observeProposals(reader, [first])
    const applied = await applyActions(
      reconcile([first], observed, () => true),
      observed.base,
      reader,
      log,
    )
    const problems = applied.flatMap((one) => (one.ok ? [] : [`${one.problem.message} ${one.problem.help}`]))
    expect(problems.join('\n')).toMatch(/Creating branch pinwarden\/redis: the token may not do this in acme\/platform.*contents: write/)
  })

  it('tells a repository that is not there from a token that is not valid', async () => {
    const client = createClient({ token: 'ghs_app', apiUrl: double.restUrl, graphqlUrl: double.graphqlUrl, sleep: async () => undefined })
    await expect(githubForge(client, 'acme/nothing', 'github.example').base()).rejects.toThrow('knows no acme/nothing')
    await expect(forgeWith('wrong').base()).rejects.toThrow('does not accept the token')
  })
})
