import { nodeId } from '../../node-id.ts'
import type { Issue, IssueEvent, Repository } from '../../state.ts'
import { connection, type PageArgs } from '../connection.ts'
import type { GraphContext, Node } from '../context.ts'
import { labelNode } from './issues.ts'
import { actorNode } from './users.ts'

const types: Readonly<Record<string, string>> = {
  closed: 'ClosedEvent',
  reopened: 'ReopenedEvent',
  merged: 'MergedEvent',
  labeled: 'LabeledEvent',
  unlabeled: 'UnlabeledEvent',
  renamed: 'RenamedTitleEvent',
  head_ref_deleted: 'HeadRefDeletedEvent',
  head_ref_force_pushed: 'HeadRefForcePushedEvent',
  base_ref_changed: 'BaseRefChangedEvent',
  ready_for_review: 'ReadyForReviewEvent',
  convert_to_draft: 'ConvertToDraftEvent',
  auto_merge_enabled: 'AutoMergeEnabledEvent',
  auto_merge_disabled: 'AutoMergeDisabledEvent',
  review_requested: 'ReviewRequestedEvent',
  assigned: 'AssignedEvent',
  unassigned: 'UnassignedEvent',
}

/** `ClosedEvent` as it stands in `itemTypes`: CLOSED_EVENT. */
function itemType(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()
}

export function timelineConnection(
  context: GraphContext,
  repo: Repository,
  issue: Issue,
  args: PageArgs & { itemTypes?: string[] | null },
): Node {
  const events = issue.events.filter((event) => {
    const type = types[event.event]
    return type !== undefined && (args.itemTypes == null || args.itemTypes.includes(itemType(type)))
  })
  const shown = { filteredCount: events.length, pageCount: events.length, updatedAt: issue.updatedAt }
  return connection('timelineItems', args, events, (event) => eventNode(context, repo, event), shown)
}

function eventNode(context: GraphContext, repo: Repository, event: IssueEvent): Node {
  const label = repo.labels.find((one) => one.name === event.label)
  return {
    __typename: types[event.event],
    id: nodeId('EV', event.id),
    createdAt: event.createdAt,
    actor: () => actorNode(context, event.actor),
    ...(label === undefined ? {} : { label: labelNode(context, repo, label) }),
  }
}
