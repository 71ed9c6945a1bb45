import * as z from 'zod'
import { fail } from '../../core/model/problems.ts'
import type { OwnComment, OwnIssue, Thread } from '../../ports/issues.ts'
import type { Client } from './client.ts'

type Repo = { owner: string; repo: string }

const pageSchema = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() })

const subjectSchema = z.object({
  __typename: z.enum(['Issue', 'PullRequest']),
  number: z.number(),
  url: z.string(),
  title: z.string(),
  body: z.string(),
  /** The two kinds have a state of a type of their own each. */
  issueState: z.enum(['OPEN', 'CLOSED']).optional(),
  pullState: z.enum(['OPEN', 'CLOSED', 'MERGED']).optional(),
  author: z.object({ login: z.string() }).nullable(),
  labels: z.object({ nodes: z.array(z.object({ name: z.string() }).nullable()) }).nullable(),
  comments: z.object({
    nodes: z.array(z.object({ databaseId: z.number().nullable(), body: z.string(), viewerDidAuthor: z.boolean() }).nullable()),
    pageInfo: pageSchema,
  }),
  headRefOid: z.string().optional(),
  headRefName: z.string().optional(),
  baseRefName: z.string().optional(),
  isCrossRepository: z.boolean().optional(),
})

const COMMON = `number url title body author { login } labels(first: 100) { nodes { name } }
  comments(first: 100, after: $after) { nodes { databaseId body viewerDidAuthor } pageInfo { hasNextPage endCursor } }`

/** One request for a hundred comments; labels are asked for by name beside the first. */
export async function readThread(client: Client, repo: Repo, number: number, labels: readonly string[]): Promise<Thread> {
  const own: OwnComment[] = []
  const known: string[] = []
  let after: string | null = null
  for (let page = 0; ; page += 1) {
    const asked: readonly string[] = page === 0 ? labels : []
    const variables = Object.fromEntries(asked.map((name, index) => [`l${index}`, name]))
    const { repository } = z
      .object({ repository: z.record(z.string(), z.unknown()) })
      .parse(await client.graphql(threadQuery(asked.length), { ...repo, number, after, ...variables }))
    const subject: z.infer<typeof subjectSchema> | null = subjectSchema.nullable().parse(repository['subject'] ?? null)
    if (subject === null) return fail('repository-unknown', `${repo.owner}/${repo.repo} has no #${number}.`)
    asked.forEach((_, index) => {
      const found = z
        .object({ name: z.string() })
        .nullable()
        .parse(repository[`l${index}`] ?? null)
      if (found !== null) known.push(found.name)
    })
    for (const one of subject.comments.nodes) {
      if (one?.viewerDidAuthor === true && one.databaseId !== null) own.push({ id: one.databaseId, body: one.body })
    }
    after = subject.comments.pageInfo.endCursor
    if (!subject.comments.pageInfo.hasNextPage) return threadOf(subject, own, known)
  }
}

function threadOf(subject: z.infer<typeof subjectSchema>, own: readonly OwnComment[], known: readonly string[]): Thread {
  const { number, url, title, body, issueState, pullState, headRefOid: head, headRefName: branch, baseRefName: base } = subject
  const state = pullState ?? issueState ?? 'CLOSED'
  const isPull = head !== undefined && branch !== undefined && base !== undefined
  return {
    number,
    url,
    title,
    body,
    state: state === 'OPEN' ? 'open' : state === 'MERGED' ? 'merged' : 'closed',
    author: subject.author?.login ?? 'ghost',
    labels: subject.labels?.nodes.flatMap((label) => label?.name ?? []) ?? [],
    own: own.toSorted((a, b) => a.id - b.id),
    pull: isPull ? { head, branch, base, fork: subject.isCrossRepository === true } : null,
    known,
  }
}

function threadQuery(labels: number): string {
  const names = Array.from({ length: labels }, (_, index) => index)
  return `query thread($owner: String!, $repo: String!, $number: Int!, $after: String${names.map((index) => `, $l${index}: String!`).join('')}) {
    repository(owner: $owner, name: $repo) {
      subject: issueOrPullRequest(number: $number) {
        __typename
        ... on Issue { issueState: state ${COMMON} }
        ... on PullRequest { pullState: state ${COMMON} headRefOid headRefName baseRefName isCrossRepository }
      }
      ${names.map((index) => `l${index}: label(name: $l${index}) { name }`).join('\n      ')}
    }
  }`
}

const ownSchema = z.object({
  repository: z.object({
    issues: z.object({
      nodes: z.array(
        z
          .object({
            number: z.number(),
            url: z.string(),
            title: z.string(),
            body: z.string(),
            state: z.enum(['OPEN', 'CLOSED']),
            viewerDidAuthor: z.boolean(),
            editor: z.object({ login: z.string(), __typename: z.string() }).nullable(),
          })
          .nullable(),
      ),
      pageInfo: pageSchema,
    }),
  }),
})

const OWN = `query own($owner: String!, $repo: String!, $label: String!, $after: String) {
  repository(owner: $owner, name: $repo) {
    issues(labels: [$label], first: 50, after: $after, orderBy: { field: CREATED_AT, direction: ASC }) {
      nodes { number url title body state viewerDidAuthor editor { __typename login } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`

/** A label can be anybody's, so only what we opened ourselves counts. */
export async function readOwnIssues(client: Client, repo: Repo, label: string): Promise<OwnIssue[]> {
  const found: OwnIssue[] = []
  let after: string | null = null
  for (let page = 0; page < 10; page += 1) {
    const { repository }: z.infer<typeof ownSchema> = ownSchema.parse(await client.graphql(OWN, { ...repo, label, after }))
    for (const one of repository.issues.nodes) {
      if (one?.viewerDidAuthor !== true) continue
      const { number, url, title, body, editor } = one
      const by = editor === null || editor.__typename === 'Bot' ? null : editor.login
      found.push({ number, url, title, body, state: one.state === 'OPEN' ? 'open' : 'closed', editor: by })
    }
    if (!repository.issues.pageInfo.hasNextPage) break
    after = repository.issues.pageInfo.endCursor
  }
  return found
}
