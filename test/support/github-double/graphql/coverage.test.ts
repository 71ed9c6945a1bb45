import { isObjectType } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { userOf } from '../context.ts'
import { type Fixture, startFixture } from '../fixture.ts'
import type { GraphContext, Node } from './context.ts'
import { mutationRoot } from './mutations/index.ts'
import { queryRoot } from './root.ts'
import { githubSchema } from './schema.ts'

const page = { first: 10 }

describe('GraphQL objects are made of fields that GitHub has', () => {
  let at: Fixture
  let context: GraphContext

  beforeAll(async () => {
    at = await startFixture({ unknownReads: 0 })
    const { state } = at.double
    const token = state.tokens[0]!
    const urls = { rest: at.double.restUrl, html: at.double.url, graphql: at.double.graphqlUrl, upload: at.double.uploadUrl }
    const rate = { cost: 1, limit: 1, remaining: 1, used: 1, resetAt: '2026-01-01T00:00:00Z', nodeCount: 1 }
    const repo = at.double.repository('acme/shop')
    const rest = at.rest()
    await rest.pulls.create({ owner: 'acme', repo: 'shop', title: 'Change', head: 'change', base: 'main' })
    await repo.comment(1, 'alice', 'hello')
    await repo.review(1, 'alice', 'APPROVED')
    await repo.check((await repo.head('change')) ?? '', 'ci', 'success')
    await repo.status((await repo.head('change')) ?? '', 'ci/old', 'success')
    await rest.issues.create({ owner: 'acme', repo: 'shop', title: 'Issue', labels: ['bug'] })
    const tag = await rest.git.createTag({
      owner: 'acme',
      repo: 'shop',
      tag: 'v9',
      message: 'Nine',
      object: (await repo.head()) ?? '',
      type: 'commit',
    })
    await rest.git.createRef({ owner: 'acme', repo: 'shop', ref: 'refs/tags/v9', sha: tag.data.sha })
    context = { double: at.double.context, urls, token, actor: userOf(state, token.login), rate }
  })
  afterAll(() => at.double.close())

  it('in queries, wherever one goes from the root', async () => {
    const seen = new Map<string, Set<string>>()
    await walk(seen, 'Query', queryRoot(context), 12)
    const wrong = [...seen].flatMap(([type, fields]) => [...fields].filter((field) => !has(type, field)).map((field) => `${type}.${field}`))
    expect(wrong).toEqual([])
    expect([...seen.keys()].sort()).toEqual(
      expect.arrayContaining([
        'Blob',
        'Bot',
        'CheckRun',
        'Commit',
        'Issue',
        'IssueComment',
        'Label',
        'Milestone',
        'PullRequest',
        'PullRequestReview',
        'Ref',
        'Release',
        'ReleaseAsset',
        'Repository',
        'StatusContext',
        'Tag',
        'Tree',
      ]),
    )
  })

  it('in mutations', () => {
    expect(Object.keys(mutationRoot(context)).filter((name) => !has('Mutation', name))).toEqual([])
  })

  function has(type: string, field: string): boolean {
    const found = githubSchema().getType(type)
    return field === '__typename' || (isObjectType(found) && found.getFields()[field] !== undefined)
  }

  const arguments_: Readonly<Record<string, Record<string, unknown>>> = {
    repository: { owner: 'acme', name: 'shop' },
    ref: { qualifiedName: 'refs/tags/v9' },
    refs: { refPrefix: 'refs/heads/' },
    object: { expression: 'refs/tags/v9' },
    release: { tagName: 'v1.0.0' },
    label: { name: 'bug' },
    pullRequest: { number: 1 },
    issue: { number: 2 },
    issueOrPullRequest: { number: 1 },
    file: { path: 'versions.yaml' },
    user: { login: 'alice' },
    search: { query: 'repo:acme/shop', type: 'ISSUE' },
    compare: { headRef: 'change' },
  }
  const skipped = new Set(['node', 'nodes', 'relay', 'repository', 'baseRepository', 'headRepository'])

  const walked = new Set<string>()

  /** Calls every field of every object, each type once, and writes down the keys. */
  async function walk(seen: Map<string, Set<string>>, type: string, node: Node, depth: number): Promise<void> {
    seen.set(type, new Set([...(seen.get(type) ?? []), ...Object.keys(node)]))
    // An entry of a tree leads to another kind of object by its own type.
    const kind = `${type} ${type === 'TreeEntry' ? node['type'] : ''}`
    if (walked.has(kind) || depth === 0) return
    walked.add(kind)
    for (const [field, value] of Object.entries(node)) {
      if (depth < 12 && skipped.has(field)) continue
      if (type === 'Query' && (field === 'node' || field === 'nodes' || field === 'relay')) continue
      const result: unknown = typeof value === 'function' ? await value({ ...page, ...arguments_[field] }) : value
      await visit(seen, result, depth - 1)
    }
  }

  async function visit(seen: Map<string, Set<string>>, value: unknown, depth: number): Promise<void> {
    if (Array.isArray(value)) for (const one of value) await visit(seen, one, depth)
    else if (typeof value === 'object' && value !== null) {
      const node = value as Node
      if (typeof node['nodes'] === 'function') await visit(seen, await node['nodes'](), depth)
      else if (typeof node['__typename'] === 'string') await walk(seen, node['__typename'], node, depth)
    }
  }
})
