import { RestError } from '../errors.ts'
import { paginate } from './paging.ts'
import type { RestCall, RestRoutes } from './router.ts'
import { repositoryUrl } from './shapes/repositories.ts'

export const protectionRoutes: RestRoutes = {
  // Classic protection is for administrators; an App needs a permission that few have.
  'repos/get-branch-protection': { needs: ['administration:read'], handle: classic },
  'repos/get-branch-rules': { needs: ['metadata:read'], handle: rules },
}

function classic(call: RestCall) {
  const branch = call.path['branch'] ?? ''
  const protection = call.repo.protections[branch]
  if (protection === undefined || protection.ruleset) throw new RestError(404, 'Branch not protected')
  const url = `${repositoryUrl(call.urls, call.repo)}/branches/${encodeURIComponent(branch)}/protection`
  const { requiredChecks: contexts, requiredApprovals } = protection
  return {
    status: 200,
    json: {
      url,
      ...(contexts.length === 0
        ? {}
        : {
            required_status_checks: {
              url: `${url}/required_status_checks`,
              strict: false,
              contexts,
              contexts_url: `${url}/required_status_checks/contexts`,
              checks: contexts.map((context) => ({ context, app_id: null })),
            },
          }),
      ...(protection.pullRequestsOnly
        ? {
            required_pull_request_reviews: {
              url: `${url}/required_pull_request_reviews`,
              dismiss_stale_reviews: false,
              require_code_owner_reviews: false,
              required_approving_review_count: requiredApprovals,
              require_last_push_approval: false,
            },
          }
        : {}),
      enforce_admins: { url: `${url}/enforce_admins`, enabled: false },
      allow_force_pushes: { enabled: false },
      allow_deletions: { enabled: false },
    },
  }
}

/** Rules of rulesets that hold for a branch, one entry a rule. Classic protection does not show here. */
function rules(call: RestCall) {
  const protection = call.repo.protections[call.path['branch'] ?? '']
  const source = { ruleset_source_type: 'Repository', ruleset_source: `${call.repo.owner}/${call.repo.name}`, ruleset_id: 1 }
  const all: Record<string, unknown>[] = []
  if (protection?.ruleset === true) {
    all.push({ type: 'deletion', ...source }, { type: 'non_fast_forward', ...source })
    const { requiredChecks, requiredApprovals, pullRequestsOnly } = protection
    if (requiredChecks.length > 0) {
      const checks = requiredChecks.map((context) => ({ context }))
      all.push({
        type: 'required_status_checks',
        parameters: { required_status_checks: checks, strict_required_status_checks_policy: false },
        ...source,
      })
    }
    if (pullRequestsOnly) {
      const off = {
        dismiss_stale_reviews_on_push: false,
        require_code_owner_review: false,
        require_last_push_approval: false,
        required_review_thread_resolution: false,
      }
      all.push({ type: 'pull_request', parameters: { required_approving_review_count: requiredApprovals, ...off }, ...source })
    }
  }
  const { items, headers } = paginate(call, all)
  return { status: 200, headers, json: items }
}
