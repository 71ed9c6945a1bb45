import type { AdvisorySource } from './contract.ts'
import { githubAdvisories } from './github.ts'
import { osvApi } from './osv-api.ts'

/** Every service that advisories are asked of, by the id that users write under `safety.advisory_source`. */
export const advisorySources = { osv: osvApi, github: githubAdvisories } satisfies Record<AdvisorySource['id'], AdvisorySource>
