import * as z from 'zod'
import { type Problem, ProblemError } from '../../core/model/problems.ts'
import type { ProposalSetup } from '../../core/model/proposal.ts'
import { statusOf } from './attempt.ts'
import type { Client } from './client.ts'
import { type Purpose, translate } from './errors.ts'

type Repo = { owner: string; repo: string }

/** Comments of one pull request in one answer, and pull requests in one request. */
const COMMENTS = 100
const PULLS = 20

const commentsSchema = z.object({
  repository: z.record(
    z.string(),
    z
      .object({
        comments: z.object({
          nodes: z.array(
            z
              .object({ body: z.string(), viewerDidAuthor: z.boolean(), author: z.object({ __typename: z.string() }).nullable() })
              .nullable(),
          ),
        }),
      })
      .nullable(),
  ),
})

/**
 * Comments that a program or we ourselves wrote, the first hundred and the last: others may quote ours, and must not be taken for it.
 */
export async function botComments(client: Client, repo: Repo, numbers: readonly number[]): Promise<Map<number, string[]>> {
  const found = new Map<number, string[]>()
  for (let at = 0; at < numbers.length; at += PULLS) {
    const asked = numbers.slice(at, at + PULLS)
    const nodes = 'nodes { body viewerDidAuthor author { __typename } }'
    const fields = asked.flatMap((_, index) => [
      `first${index}: pullRequest(number: $n${index}) { comments(first: ${COMMENTS}) { ${nodes} } }`,
      `last${index}: pullRequest(number: $n${index}) { comments(last: ${COMMENTS}) { ${nodes} } }`,
    ])
    const query = `query comments($owner: String!, $repo: String!${asked.map((_, index) => `, $n${index}: Int!`).join('')}) {
      repository(owner: $owner, name: $repo) { ${fields.join('\n')} }
    }`
    const variables = Object.fromEntries(asked.map((number, index) => [`n${index}`, number]))
    const { repository } = commentsSchema.parse(await client.graphql(query, { ...repo, ...variables }))
    asked.forEach((number, index) => {
      const both = [repository[`first${index}`], repository[`last${index}`]].flatMap((part) => part?.comments.nodes ?? [])
      found.set(
        number,
        both.flatMap((one) => (one !== null && (one.viewerDidAuthor || one.author?.__typename === 'Bot') ? [one.body] : [])),
      )
    })
  }
  return found
}

/** Two runs that look at the same time both write: the later comment goes, whichever run sees it. Others may quote ours and keep theirs. */
export async function dropDoubles(client: Client, repo: Repo, number: number, text: string): Promise<void> {
  const [line = ''] = text.split('\n')
  const all = await client.paginate(client.rest.issues.listComments, { ...repo, issue_number: number, per_page: 100 })
  const same = all.filter((one) => one.user?.type === 'Bot' && one.body?.startsWith(`${line}\n`) === true).sort((a, b) => a.id - b.id)
  for (const double of same.slice(1)) await client.rest.issues.deleteComment({ ...repo, comment_id: double.id }).catch(ignoreGone)
}

function ignoreGone(error: unknown): void {
  if (statusOf(error) !== 404) throw error
}

/** Asks people one kind at a time; what GitHub refuses is told and stops nothing else. */
export async function setUpPull(
  client: Client,
  repo: Repo,
  number: number,
  setup: ProposalSetup,
  milestones: Milestones,
): Promise<Problem[]> {
  const { assignees, milestone } = setup
  const problems: Problem[] = [...(await askReviewers(client, repo, number, setup))]
  const name = `${repo.owner}/${repo.repo}`
  if (assignees.length > 0)
    problems.push(
      ...(await careful(name, { doing: `Assigning #${number}`, needs: 'pull-requests: write' }, 'Correct `assignees`.', async () => {
        const { data } = await client.rest.issues.addAssignees({ ...repo, issue_number: number, assignees: [...assignees] })
        const given = new Set(data.assignees?.map((one) => one.login.toLowerCase()))
        const missed = assignees.filter((login) => !given.has(login.toLowerCase()))
        return missed.length === 0 ? [] : [notAssigned(number, missed)]
      })),
    )
  if (milestone !== undefined)
    problems.push(
      ...(await careful(name, { doing: `Putting #${number} on ${milestone}`, needs: 'issues: write' }, 'Correct `milestone`.', async () => {
        const id = await milestones.numberOf(milestone)
        if (id === null) return [milestoneUnknown(number, milestone)]
        await client.rest.issues.update({ ...repo, issue_number: number, milestone: id })
        return []
      })),
    )
  return problems
}

const FIT = 'Name people and teams with access to the repository; asking a team takes an App’s token or a personal one.'

/** All in one request; where that is refused, one by one, for one unknown name makes GitHub refuse all. */
async function askReviewers(client: Client, repo: Repo, number: number, { reviewers, teamReviewers }: ProposalSetup): Promise<Problem[]> {
  const ask = (users: readonly string[], teams: readonly string[]) =>
    careful(
      `${repo.owner}/${repo.repo}`,
      {
        doing: `Asking ${[...users, ...teams.map((team) => `the team ${team}`)].join(', ')} for a review of #${number}`,
        needs: 'pull-requests: write',
      },
      FIT,
      async () => {
        await client.rest.pulls.requestReviewers({
          ...repo,
          pull_number: number,
          ...(users.length === 0 ? {} : { reviewers: [...users] }),
          ...(teams.length === 0 ? {} : { team_reviewers: [...teams] }),
        })
        return []
      },
    )
  const count = reviewers.length + teamReviewers.length
  if (count === 0) return []
  const together = await ask(reviewers, teamReviewers)
  if (together.length === 0 || count === 1) return together
  const problems: Problem[] = []
  for (const login of reviewers) problems.push(...(await ask([login], [])))
  for (const team of teamReviewers) problems.push(...(await ask([], [team])))
  return problems
}

/** What GitHub refuses is told with what to do, and stops nothing else. @throws what concerns the run and not the people named */
async function careful(repository: string, purpose: Purpose, help: string, work: () => Promise<Problem[]>): Promise<Problem[]> {
  try {
    return await work()
  } catch (error) {
    return warningsOf(translate(error, repository, purpose), help)
  }
}

function warningsOf(error: Error, help: string): Problem[] {
  if (!(error instanceof ProblemError)) throw error
  // These concern the run, not the people named: a later run may well succeed.
  if (error.problems.some((one) => ['token-invalid', 'rate-limited', 'upstream-failed'].includes(one.code))) throw error
  return error.problems.map((problem) => ({
    ...problem,
    severity: 'warning' as const,
    help: problem.code === 'permission-missing' ? (problem.help ?? help) : help,
  }))
}

function milestoneUnknown(number: number, title: string): Problem {
  const message = `#${number} could not be put on the milestone “${title}”: the repository has no open one of this name.`
  return { code: 'forge-refused', severity: 'warning', message, help: 'Correct `upgrade_policies.pull_requests.milestone`.' }
}

function notAssigned(number: number, logins: readonly string[]): Problem {
  const message = `#${number} could not be assigned to ${logins.join(', ')}: GitHub assigns only people with access to the repository.`
  return { code: 'forge-refused', severity: 'warning', message, help: 'Correct `assignees`.' }
}

/** Numbers of open milestones by title, asked for once a run. */
export interface Milestones {
  numberOf(title: string): Promise<number | null>
}

export function milestonesOf(client: Client, repo: Repo): Milestones {
  let known: Promise<Map<string, number>> | undefined
  return {
    async numberOf(title) {
      known ??= client
        .paginate(client.rest.issues.listMilestones, { ...repo, state: 'open', per_page: 100 })
        .then((all) => new Map(all.map((one) => [one.title.toLowerCase(), one.number])))
      return (await known).get(title.toLowerCase()) ?? null
    },
  }
}
