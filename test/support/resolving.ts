import type { Release } from '../../src/core/model/release.ts'
import type { ResolvedComponent } from '../../src/core/registry/resolved.ts'
import { resolveComponent } from '../../src/core/resolution/candidates.ts'
import type { Resolution, ResolveInput } from '../../src/core/resolution/contract.ts'
import { type VersioningId, versionings } from '../../src/core/versioning/index.ts'
import { aComponent } from './builders.ts'

/** Noon of a Saturday on which the tests of resolution take place. */
export const NOW = Date.UTC(2026, 10, 21, 12)

/** Days before `NOW`. */
export function daysAgo(days: number): number {
  return NOW - days * 86_400_000
}

/** A release by its version, with what the test is about. */
export function aRelease(version: string, more: Partial<Release> = {}): Release {
  return { tag: version, version, ...more }
}

/** What a test names of a component, flat; the rest is `aComponent()`. */
export interface Told extends Omit<Partial<ResolvedComponent>, 'constraints' | 'upgrade' | 'version' | 'versioning'> {
  constraints?: Partial<ResolvedComponent['constraints']>
  upgrade?: Partial<ResolvedComponent['upgrade']>
  version?: string
}

/** The component that a test tells of. */
export function told({ constraints, upgrade, version, ...more }: Told): ResolvedComponent {
  const base = aComponent(more)
  return {
    ...base,
    constraints: { ...base.constraints, ...constraints },
    upgrade: { ...base.upgrade, ...upgrade },
    ...(version === undefined ? {} : { version: { value: version, from: 'version', path: ['components', base.name, 'version'] } }),
  }
}

/** Resolves one component from few words: releases as versions or with their facts, and what the component says. */
export function resolving(
  current: string | null,
  releases: readonly (string | Release)[],
  component: Told = {},
  more: Partial<Omit<ResolveInput, 'component' | 'releases' | 'current' | 'versioning'>> & { versioning?: VersioningId } = {},
): Resolution {
  const { versioning = 'semver', ...rest } = more
  return resolveComponent({
    component: told(component),
    releases: releases.map((one) => (typeof one === 'string' ? aRelease(one) : one)),
    current,
    versioning: versionings[versioning],
    now: NOW,
    ...rest,
  })
}

/** The candidates as `safe 1.2.4`. */
export function steps({ candidates }: Resolution): string[] {
  return candidates.map((one) => `${one.lane} ${one.release.tag}`)
}

/** What is held back, as `1.3.0 too-young`. */
export function holds({ held }: Resolution): string[] {
  return held.map((one) => `${one.version} ${one.code}`)
}

/** The reason of one release. */
export function reasonFor({ considered }: Resolution, tag: string): string | undefined {
  return considered.find((one) => one.tag === tag)?.held?.reason
}
