/** Kinds of the registry that pass through every stage. Names are those of `versions.yaml`. */

export const STRATEGIES = ['latest', 'lts', 'range', 'pinned', 'locked'] as const
export type StrategyId = (typeof STRATEGIES)[number]

export const RISKS = ['low', 'medium', 'high'] as const
export type Risk = (typeof RISKS)[number]

export const CATEGORIES = ['critical', 'standard', 'development'] as const
export type Category = (typeof CATEGORIES)[number]

/** Where versions of a component are discovered. Further keys are the datasource's own. */
export interface Source {
  datasource: string
  package: string
  url?: string
  [key: string]: unknown
}

/**
 * One place that carries a component's version: a file (glob allowed) and one locator, keyed by the id of the pin editor.
 * `{ file: 'compose.yaml', editor: 'image', locator: 'redis' }`.
 */
export interface Pin {
  file: string
  editor: string
  locator: unknown
  /** Locator of the digest beside the version, where the pin has one. */
  digest?: unknown
  /** Locator of the checksum beside the version, where the pin has one. */
  checksum?: unknown
}

/** How the current version was found (SPEC section 3, last paragraph). */
export type CurrentFrom = 'override' | 'pin' | 'version' | 'fallback_version'

/** `environment: null` is the base: the component as written under `components:`. */
export interface Scope {
  environment: string | null
  target?: string
}

/** `production`, `production/tenant-a`, or null for the base: how a scope is named in reports, branches and labels. */
export function scopeName(scope: Scope): string | null {
  return scope.environment === null || scope.target === undefined ? scope.environment : `${scope.environment}/${scope.target}`
}
