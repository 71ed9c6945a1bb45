import { addLabels, changeLabel, createLabel, deleteLabel, findLabel, removeLabel } from '../domain/labels.ts'
import { notFound, RestError } from '../errors.ts'
import type { Label } from '../state.ts'
import { issueOf, needsForIssue, requireIssuePermission } from './issue-access.ts'
import { paginate } from './paging.ts'
import type { RestCall, RestRoutes } from './router.ts'
import { labelShape, labelsOf } from './shapes/issues.ts'

const write = ['issues:write', 'pull_requests:write']
const read = ['issues:read', 'pull_requests:read']

export const labelRoutes: RestRoutes = {
  'issues/list-labels-for-repo': {
    needs: read,
    handle(call) {
      const { items, headers } = paginate(call, call.repo.labels)
      return { status: 200, headers, json: items.map((label) => labelShape(call, label)) }
    },
  },
  'issues/get-label': { needs: read, handle: (call) => ({ status: 200, json: labelShape(call, labelOf(call)) }) },
  'issues/create-label': {
    needs: write,
    handle(call) {
      const label = createLabel(call, { name: String(call.body['name']), ...values(call) })
      const json = labelShape(call, label)
      return { status: 201, headers: { location: String(json['url']) }, json }
    },
  },
  'issues/update-label': {
    needs: write,
    handle(call) {
      const name = call.body['new_name']
      return {
        status: 200,
        json: labelShape(call, changeLabel(call, labelOf(call), { ...values(call), name: typeof name === 'string' ? name : undefined })),
      }
    },
  },
  'issues/delete-label': {
    needs: write,
    handle(call) {
      deleteLabel(call, labelOf(call))
      return { status: 204 }
    },
  },
  'issues/list-labels-on-issue': {
    needs: read,
    handle(call) {
      const { items, headers } = paginate(call, labelsOf(call, issueOf(call)))
      return { status: 200, headers, json: items }
    },
  },
  'issues/add-labels': { needs: needsForIssue, handle: (call) => change(call, false) },
  'issues/set-labels': { needs: needsForIssue, handle: (call) => change(call, true) },
  'issues/remove-label': { needs: needsForIssue, handle: remove },
  'issues/remove-all-labels': {
    needs: needsForIssue,
    handle(call) {
      const issue = issueOf(call)
      requireIssuePermission(call, issue)
      for (const name of issue.labels) removeLabel(call, issue, name)
      return { status: 204 }
    },
  },
}

function labelOf(call: RestCall): Label {
  const label = findLabel(call, call.path['name'] ?? '')
  if (label === undefined) throw notFound()
  return label
}

function values({ body }: RestCall): { color?: string; description?: string | null } {
  const { color, description } = body
  return {
    ...(typeof color === 'string' ? { color } : {}),
    ...(typeof description === 'string' || description === null ? { description } : {}),
  }
}

function change(call: RestCall, replace: boolean) {
  const issue = issueOf(call)
  requireIssuePermission(call, issue)
  const names = namesOf(call.json)
  if (replace) for (const name of issue.labels.filter((one) => !names.includes(one))) removeLabel(call, issue, name)
  addLabels(call, issue, names)
  return { status: 200, json: labelsOf(call, issue) }
}

/** The body is `{labels: [name]}`, `{labels: [{name}]}` or the bare list. */
function namesOf(json: unknown): string[] {
  const list = Array.isArray(json) ? json : typeof json === 'object' && json !== null ? Object.values(json)[0] : []
  if (typeof list === 'string') return [list]
  if (!Array.isArray(list)) return []
  return list.map((one: unknown) => (typeof one === 'object' && one !== null && 'name' in one ? String(one.name) : String(one)))
}

function remove(call: RestCall) {
  const issue = issueOf(call)
  requireIssuePermission(call, issue)
  const name = call.path['name'] ?? ''
  if (!issue.labels.some((one) => one.toLowerCase() === name.toLowerCase())) throw new RestError(404, 'Label does not exist')
  removeLabel(call, issue, name)
  return { status: 200, json: labelsOf(call, issue) }
}
