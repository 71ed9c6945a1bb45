import { nextId } from '../context.ts'
import { settleAutoMerges } from '../domain/merging.ts'
import { notFound, RestError } from '../errors.ts'
import type { Review } from '../state.ts'
import { paginate } from './paging.ts'
import { pullOf } from './pulls.ts'
import type { RestCall, RestRoutes } from './router.ts'
import { reviewShape } from './shapes/pulls.ts'

const states: Readonly<Record<string, Review['state']>> = {
  APPROVE: 'APPROVED',
  REQUEST_CHANGES: 'CHANGES_REQUESTED',
  COMMENT: 'COMMENTED',
}

export const pullReviewRoutes: RestRoutes = {
  'pulls/list-reviews': {
    needs: ['pull_requests:read'],
    handle(call) {
      const issue = pullOf(call)
      const { items, headers } = paginate(call, issue.pull.reviews)
      return { status: 200, headers, json: items.map((review) => reviewShape(call, issue, review)) }
    },
  },
  'pulls/create-review': { needs: ['pull_requests:write'], handle: create },
  'pulls/dismiss-review': { needs: ['pull_requests:write'], handle: dismiss },
}

async function create(call: RestCall) {
  const issue = pullOf(call)
  const { event, body, commit_id: commit } = call.body
  const state = states[String(event)] ?? 'PENDING'
  if (state === 'APPROVED' && issue.author === call.actor.login)
    throw new RestError(422, 'Unprocessable Entity', { errors: ['Can not approve your own pull request'] })
  if (state === 'CHANGES_REQUESTED' && issue.author === call.actor.login) {
    throw new RestError(422, 'Unprocessable Entity', { errors: ['Can not request changes on your own pull request'] })
  }
  if (state === 'APPROVED' && call.token?.kind === 'actions' && !call.repo.settings.actionsCreatePulls) {
    throw new RestError(403, 'GitHub Actions is not permitted to approve pull requests.')
  }
  const text = typeof body === 'string' ? body : ''
  if (text === '' && (state === 'COMMENTED' || state === 'CHANGES_REQUESTED'))
    throw new RestError(422, 'Unprocessable Entity', { errors: ['Review Can not be blank'] })
  const review: Review = {
    id: nextId(call.double),
    author: call.actor.login,
    body: text,
    state,
    commit: typeof commit === 'string' ? commit : issue.pull.headSha,
    submittedAt: call.double.clock.iso(),
  }
  issue.pull.reviews.push(review)
  issue.pull.reviewers = issue.pull.reviewers.filter((login) => login !== call.actor.login)
  await settleAutoMerges(call, issue.pull.headSha)
  return { status: 200, json: reviewShape(call, issue, review) }
}

function dismiss(call: RestCall) {
  const issue = pullOf(call)
  const review = issue.pull.reviews.find((one) => one.id === Number(call.path['review_id']))
  if (review === undefined) throw notFound()
  review.state = 'DISMISSED'
  return { status: 200, json: reviewShape(call, issue, review) }
}
