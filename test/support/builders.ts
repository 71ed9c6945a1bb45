import type { Finding, Judgement } from '../../src/core/model/finding.ts'
import type { Marker, Observed, ObservedProposal, Proposal } from '../../src/core/model/proposal.ts'
import type { Step, Upgrade } from '../../src/core/model/upgrade.ts'
import { commitMessage } from '../../src/core/proposals/commit-message.ts'
import { filesDigest } from '../../src/core/proposals/digest.ts'
import { markerOf } from '../../src/core/proposals/reconcile.ts'
import type { Policy, ResolvedComponent, WatchPolicy } from '../../src/core/registry/resolved.ts'
import type { RollbackWish } from '../../src/core/rollback/request.ts'

/** Variants of the domain's things for tests: each names only what it is about. */

export function aComponent(more: Partial<ResolvedComponent> = {}): ResolvedComponent {
  return {
    name: 'redis',
    scope: { environment: null },
    strategy: 'latest',
    ltsLines: [],
    source: { datasource: 'github-releases', package: 'redis/redis' },
    category: 'standard',
    knownIssues: [],
    constraints: { architecture: [], excludePrereleases: true },
    compatibleWith: {},
    excluded: [],
    minimumReleaseAge: 0,
    upgrade: {
      autoUpgradeEnabled: true,
      allowedRiskLevels: ['low', 'medium', 'high'],
      requireManualApprovalForMajor: false,
      path: 'direct',
      requiredStops: [],
    },
    breakingChanges: [],
    pins: [],
    ...more,
  }
}

export function aPolicy(safety: Partial<Policy['safety']> = {}): Policy {
  return {
    offline: false,
    githubApi: { enabled: true, timeout: 30_000, cacheTtl: 3_600_000, rateLimitThreshold: 0 },
    cache: { enabled: false, ttl: 3_600_000, maxAge: 86_400_000 },
    safety: {
      compatibilityCheck: true,
      breakingChangeDetection: true,
      securityAdvisoryCheck: true,
      advisorySource: 'osv',
      advisoryDirectory: '.pinwarden/advisories',
      dependabotAlerts: true,
      requireChecksumVerification: false,
      autoUpgrade: { enabled: false, allowedRiskLevels: ['low'], excludeComponents: [] },
      ...safety,
    },
    rollback: {
      automatic: true,
      retentionCount: 10,
      retentionDays: 90,
      maxSizeMb: 1000,
      respectWindows: false,
      merge: 'never',
      watch: aWatchPolicy(),
    },
    datasources: {},
    compatibility: [],
    ledger: { enabled: true, branch: 'pinwarden-ledger', stateDb: { backupEnabled: true, backupRetentionDays: 30 } },
  }
}

export function aWatchPolicy(more: Partial<WatchPolicy> = {}): WatchPolicy {
  return { window: 3_600_000, freshness: 1_200_000, checks: null, workflows: [], deployments: true, flaky: [], ...more }
}

/** To the version before, asked for by Ada. */
export function aRollbackWish(more: Partial<RollbackWish> = {}): RollbackWish {
  return {
    component: 'redis',
    environment: null,
    target: { kind: 'previous' },
    reason: 'it broke',
    source: 'manual',
    evidence: [],
    emergency: false,
    force: false,
    reland: false,
    exclude: true,
    requestedBy: 'ada',
    ...more,
  }
}

export function aStep(more: Partial<Step> = {}): Step {
  const to = more.to ?? '7.2.5'
  return {
    component: 'redis',
    environment: null,
    from: '7.2.4',
    currentFrom: 'version',
    to,
    toRelease: { tag: to, version: to },
    lane: 'safe',
    distance: 'patch',
    ...more,
  }
}

export function aFinding(more: Partial<Finding> = {}): Finding {
  return { check: 'breaking-changes', verdict: 'pass', summary: 'Notes of 1 release read, nothing breaking.', evidence: [], ...more }
}

export function anUpgrade(more: Partial<Upgrade> = {}, judgement: Partial<Judgement> = {}): Upgrade {
  return {
    ...aStep(more),
    findings: [aFinding()],
    judgement: {
      risk: 'low',
      riskReasons: [{ text: '7.2.4 → 7.2.5 is a patch step.' }],
      decision: 'recommend',
      decisionReasons: [],
      ...judgement,
    },
    ...more,
  }
}

export function aProposal(more: Partial<Proposal> = {}): Proposal {
  const files = more.files ?? [{ path: 'compose.yaml', text: 'image: redis:7.2.5\n', mode: '100644' }]
  const upgrades = more.upgrades ?? [anUpgrade()]
  return {
    id: 'redis',
    branch: 'pinwarden/redis',
    title: 'Bump redis from 7.2.4 to 7.2.5',
    body: '**Low risk, recommended.** 7.2.4 → 7.2.5 is a patch step.',
    labels: [{ name: 'pinwarden', color: '1d76db', description: 'Opened by Pinwarden' }],
    commitMessage: commitMessage(upgrades, filesDigest(files)),
    files,
    digest: filesDigest(files),
    upgrades,
    ...more,
  }
}

export function aMarker(proposal: Proposal, more: Partial<Marker> = {}): Marker {
  return { ...markerOf(proposal, 'c1'), ...more }
}

export function anObservedProposal(proposal: Proposal, more: Partial<ObservedProposal> = {}): ObservedProposal {
  return {
    number: 7,
    url: 'https://github.com/acme/platform/pull/7',
    branch: proposal.branch,
    state: 'open',
    title: proposal.title,
    body: proposal.body,
    labels: proposal.labels.map((label) => label.name),
    marker: aMarker(proposal),
    head: 'c1',
    headBy: 'ours',
    ...more,
  }
}

export function anObserved(more: Partial<Observed> = {}): Observed {
  return { base: { branch: 'main', commit: 'b1' }, proposals: [], branches: [], labels: ['pinwarden'], ...more }
}
