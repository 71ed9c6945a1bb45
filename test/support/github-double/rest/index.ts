import { gitRefRoutes } from './git-refs.ts'
import { labelRoutes } from './labels.ts'
import { pullRoutes } from './pulls.ts'
import { repositoryRoutes } from './repositories.ts'
import type { RestRoutes } from './router.ts'

/** Every REST operation that the double knows, by GitHub's own operation id. */
export const restRoutes: RestRoutes = {
  ...repositoryRoutes,
  ...gitRefRoutes,
  ...pullRoutes,
  ...labelRoutes,
}
