import { record } from '../context.ts'
import { RestError } from '../errors.ts'
import { paginate } from './paging.ts'
import { pullOf } from './pulls.ts'
import type { RestCall, RestRoutes } from './router.ts'
import { commitShape, diffShape } from './shapes/commits.ts'
import { simplePull, startOf } from './shapes/pulls.ts'
import { teamShape } from './shapes/teams.ts'
import { loginShape } from './shapes/users.ts'

export const pullDetailRoutes: RestRoutes = {
  'pulls/list-files': { needs: ['pull_requests:read'], handle: files },
  'pulls/list-commits': { needs: ['pull_requests:read'], handle: commits },
  'pulls/list-requested-reviewers': { needs: ['pull_requests:read'], handle: (call) => ({ status: 200, json: reviewers(call) }) },
  'pulls/request-reviewers': { needs: ['pull_requests:write'], handle: request },
  'pulls/remove-requested-reviewers': { needs: ['pull_requests:write'], handle: withdraw },
}

async function files(call: RestCall) {
  const issue = pullOf(call)
  const changed = await call.repo.git.diff(await startOf(call, issue), issue.pull.headSha)
  // No more than 3000 files, whatever is asked.
  const { items, headers } = paginate(call, changed.slice(0, 3000))
  return { status: 200, headers, json: items.map((file) => diffShape(call, issue.pull.headSha, file)) }
}

async function commits(call: RestCall) {
  const issue = pullOf(call)
  const shas = await call.repo.git.log(issue.pull.headSha, { not: await startOf(call, issue), reverse: true })
  // No more than 250 commits; the commits API has the rest.
  const { items, headers } = paginate(call, shas.slice(0, 250))
  const found = await Promise.all(items.map((sha) => call.repo.git.commit(sha)))
  return { status: 200, headers, json: found.filter((commit) => commit !== null).map((commit) => commitShape(call, commit)) }
}

function reviewers(call: RestCall) {
  const { pull } = pullOf(call)
  return {
    users: pull.reviewers.map((login) => loginShape(call.double, call.urls, login)),
    teams: pull.teams.map((slug) => teamShape(call, slug)),
  }
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}

async function request(call: RestCall) {
  const issue = pullOf(call)
  const { reviewers: users, team_reviewers: teams } = call.body
  for (const login of list(users)) {
    if (login === issue.author) throw new RestError(422, 'Review cannot be requested from pull request author.')
    const known = call.repo.owner === login || call.repo.collaborators[login] !== undefined
    if (!known)
      throw new RestError(
        422,
        `Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the ${call.repo.owner}/${call.repo.name} repository.`,
      )
  }
  for (const login of list(users)) if (!issue.pull.reviewers.includes(login)) issue.pull.reviewers.push(login)
  for (const slug of list(teams)) if (!issue.pull.teams.includes(slug)) issue.pull.teams.push(slug)
  record(call, issue, 'review_requested')
  return { status: 201, json: await simplePull(call, issue) }
}

async function withdraw(call: RestCall) {
  const issue = pullOf(call)
  const { reviewers: users, team_reviewers: teams } = call.body
  issue.pull.reviewers = issue.pull.reviewers.filter((login) => !list(users).includes(login))
  issue.pull.teams = issue.pull.teams.filter((slug) => !list(teams).includes(slug))
  return { status: 200, json: await simplePull(call, issue) }
}
