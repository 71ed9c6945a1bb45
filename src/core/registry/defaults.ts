/**
 * What holds where a key is not written: the one place. The schema documents these values, the merge uses them.
 * Numbers are in the unit that the file uses (seconds, days), not in milliseconds.
 */
export const DEFAULTS = {
  strategy: 'latest',
  category: 'standard',
  offlineMode: false,
  github: { enabled: true, timeout: 30, cacheTtl: 900, rateLimitThreshold: 10 },
  cache: { enabled: true, ttl: 900, maxAge: 86_400, cleanupInterval: 86_400 },
  stateDb: { backupEnabled: true, backupRetentionDays: 30 },
  safety: {
    compatibilityCheck: true,
    breakingChangeDetection: true,
    securityAdvisoryCheck: true,
    requireChecksumVerification: false,
    minimumReleaseAge: 0,
  },
  autoUpgrade: { enabled: false, allowedRiskLevels: ['low'] },
  rollback: { automatic: true, count: 10, days: 90, megabytes: 1000, respectWindows: false, merge: 'never' },
  constraints: { excludePrereleases: true },
  upgrade: { requireManualApprovalForMajor: true, path: 'direct' },
  soak: '0s',
  rollout: { delay: '0s' },
  timezone: 'UTC',
  maxJump: 10,
} as const
