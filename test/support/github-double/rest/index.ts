import { actionRoutes } from './actions.ts'
import { appRoutes } from './apps.ts'
import { branchRoutes } from './branches.ts'
import { checkRoutes } from './checks.ts'
import { commentRoutes } from './comments.ts'
import { commitRoutes } from './commits.ts'
import { contentRoutes } from './contents.ts'
import { dependabotRoutes } from './dependabot.ts'
import { deploymentRoutes } from './deployments.ts'
import { gitDataRoutes } from './git-data.ts'
import { gitRefRoutes } from './git-refs.ts'
import { gitTagRoutes } from './git-tags.ts'
import { issueRoutes } from './issues.ts'
import { labelRoutes } from './labels.ts'
import { metaRoutes } from './meta.ts'
import { protectionRoutes } from './protection.ts'
import { pullDetailRoutes } from './pull-details.ts'
import { pullMergeRoutes } from './pull-merge.ts'
import { pullReviewRoutes } from './pull-reviews.ts'
import { pullRoutes } from './pulls.ts'
import { releaseAssetRoutes } from './release-assets.ts'
import { releaseRoutes } from './releases.ts'
import { repositoryRoutes } from './repositories.ts'
import type { RestRoutes } from './router.ts'
import { statusRoutes } from './statuses.ts'
import { teamRoutes } from './teams.ts'

/** Every REST operation that the double knows, by GitHub's own operation id. */
export const restRoutes: RestRoutes = {
  ...metaRoutes,
  ...appRoutes,
  ...teamRoutes,
  ...repositoryRoutes,
  ...branchRoutes,
  ...protectionRoutes,
  ...commitRoutes,
  ...contentRoutes,
  ...gitRefRoutes,
  ...gitDataRoutes,
  ...gitTagRoutes,
  ...pullRoutes,
  ...pullDetailRoutes,
  ...pullReviewRoutes,
  ...pullMergeRoutes,
  ...issueRoutes,
  ...commentRoutes,
  ...labelRoutes,
  ...releaseRoutes,
  ...releaseAssetRoutes,
  ...checkRoutes,
  ...statusRoutes,
  ...actionRoutes,
  ...deploymentRoutes,
  ...dependabotRoutes,
}
