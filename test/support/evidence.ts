import type { Evidence } from '../../src/core/safety/evidence.ts'
import { aComponent } from './builders.ts'

/** Evidence of a step about which all is known and nothing is wrong; a test names what it is about. */
export function anEvidence(more: Partial<Evidence> = {}): Evidence {
  return {
    component: aComponent(),
    notes: { reading: { verdict: 'none', items: [], deprecations: [], releasesFound: ['7.2.5'] } },
    compatibility: [],
    advisories: { state: 'known', step: { fixed: [], stillOpen: [], introduced: [], firstSafe: null }, names: ['Bitnami redis'] },
    lifecycle: { lines: [] },
    seen: [],
    migrations: { files: [], irreversible: [] },
    history: { state: 'kept', events: [] },
    provenance: { pinnedContent: false, artifacts: [], strict: false },
    releases: { current: null, followers: [], predecessors: [] },
    ...more,
  }
}

/** Each kind of evidence as it looks where it was wanted and could not be had. What is always there (the registry) has no such form. */
export const MISSING: { [K in keyof Evidence]?: Evidence[K] } = {
  notes: { reading: null, missing: 'the repository could not be read' },
  compatibility: [{ component: 'redis', other: 'sentinel', range: '>=2', version: null, verdict: 'unknown' }],
  advisories: { state: 'missing', why: 'api.osv.dev could not be reached' },
  lifecycle: { lines: [], missing: 'endoflife.date could not be reached' },
  history: { state: 'missing', why: 'the ledger does not verify' },
  provenance: {
    pinnedContent: false,
    artifacts: [{ name: 'tool.tar.gz', state: 'unreadable', message: 'github.com could not be reached' }],
    strict: true,
  },
}
