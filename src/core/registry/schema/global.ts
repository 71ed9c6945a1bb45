import { STRATEGIES } from '../../model/component.ts'
import { DEFAULTS } from '../defaults.ts'
import { constraints } from './constraints.ts'
import { flag, oneOf, section } from './key.ts'
import { safety } from './safety.ts'
import { cache, githubApi, ledger, stateDb } from './services.ts'

export function defaultStrategy(description: string, fallback?: string) {
  return oneOf(STRATEGIES, { description, ...(fallback === undefined ? {} : { default: fallback }), examples: ['latest', 'pinned'] })
}

export function global() {
  return section(
    {
      default_strategy: defaultStrategy('How the target is chosen for components that do not say.', DEFAULTS.strategy).optional(),
      offline_mode: flag({
        description: 'Whether upstreams are left alone: only stored answers and what the registry says are used.',
        default: DEFAULTS.offlineMode,
      }).optional(),
      constraints: constraints(),
      safety: safety(),
      github_api: githubApi(),
      cache: cache(),
      ledger: ledger(),
      state_db: stateDb(),
    },
    { description: 'What holds for all components unless a component, an environment or a target says otherwise.' },
  )
}
