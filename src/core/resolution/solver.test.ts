import { describe, expect, it } from 'vitest'
import type { CompatibilityRule } from '../registry/resolved.ts'
import { versionings } from '../versioning/index.ts'
import { parseDrift } from './solver/drift.ts'
import { type Solution, type SyncRule, solve } from './solver.ts'

type Told = Record<string, [current: string | null, ...candidates: string[]]>

function solving(told: Told, rules: readonly CompatibilityRule[] = [], syncs: readonly SyncRule[] = []): Solution {
  const components = Object.fromEntries(
    Object.entries(told).map(([name, [current, ...candidates]]) => [name, { current, candidates, versioning: versionings.semver }]),
  )
  return solve({ components, rules, syncs })
}

function needs(component: string, other: string, range: string, versions?: string): CompatibilityRule {
  return { component, requires: { [other]: range }, ...(versions === undefined ? {} : { versions }) }
}

describe('choosing versions together', () => {
  it('moves everything to the newest where nothing speaks against it', () => {
    expect(solving({ a: ['1.0.0', '1.2.0', '1.1.0'], b: ['2.0.0'] })).toEqual({
      assignment: { a: '1.2.0', b: '2.0.0' },
      groups: [],
      held: {},
      broken: [],
      unknown: [],
      optimal: true,
    })
  })

  it('takes the newest version that fits, and names in a sentence what blocks the newer one', () => {
    const { assignment, held } = solving({ grafana: ['9.0.0', '11.0.0', '10.0.0'], prometheus: ['2.45.0'] }, [
      { ...needs('grafana', 'prometheus', '>=3.0.0', '>=11.0.0'), reason: 'native histograms', at: { file: 'versions.yaml', line: 40 } },
    ])
    expect(assignment).toEqual({ grafana: '10.0.0', prometheus: '2.45.0' })
    expect(held['grafana']).toEqual({
      version: '11.0.0',
      code: 'compatibility',
      reason:
        'grafana 11.0.0 is held back: grafana 11.0.0 needs prometheus >=3.0.0 (native histograms, versions.yaml:40), and prometheus stays at 2.45.0.',
      frees: 'prometheus reaching >=3.0.0, or a changed rule.',
    })
  })

  it('holds the required component where the one that requires it cannot follow', () => {
    const { assignment, held } = solving({ plugin: ['1.0.0'], host: ['2.0.0', '3.0.0', '2.1.0'] }, [needs('plugin', 'host', '<3.0.0')])
    expect(assignment).toEqual({ host: '2.1.0', plugin: '1.0.0' })
    expect(held['host']).toMatchObject({
      reason: 'host 3.0.0 is held back: plugin 1.0.0 needs host <3.0.0, and plugin stays at 1.0.0.',
      frees: 'A release of plugin that goes with host 3.0.0, or a changed rule.',
    })
  })

  it('groups components that can only move together, and leaves the others alone', () => {
    const { assignment, groups } = solving({ elixir: ['1.17.0', '1.18.0'], otp: ['26.0.0', '28.0.0'], redis: ['7.2.4', '7.2.6'] }, [
      needs('elixir', 'otp', '>=27.0.0', '>=1.18.0'),
      needs('elixir', 'otp', '<27.0.0', '<1.18.0'),
    ])
    expect(assignment).toEqual({ elixir: '1.18.0', otp: '28.0.0', redis: '7.2.6' })
    expect(groups).toEqual([['elixir', 'otp']])
  })

  it('prefers to move more components over moving one further', () => {
    const { assignment } = solving({ hub: ['1.0.0', '3.0.0', '2.0.0'], x: ['1.0.0', '1.1.0'], y: ['1.0.0', '1.1.0'] }, [
      needs('x', 'hub', '<3.0.0', '>=1.1.0'),
      needs('y', 'hub', '<3.0.0', '>=1.1.0'),
    ])
    expect(assignment).toEqual({ hub: '2.0.0', x: '1.1.0', y: '1.1.0' })
  })

  it('never goes down, whatever the candidates say', () => {
    expect(solving({ a: ['2.0.0', '1.0.0', '2.0.0', '1.9.0'] }).assignment).toEqual({ a: '2.0.0' })
  })

  it('demands what a rule of level breaking demands, and only shows those of level deprecated or unknown', () => {
    const told: Told = { api: ['1.0.0', '2.0.0'], web: ['1.0.0'] }
    const rule = needs('api', 'web', '>=2.0.0', '>=2.0.0')
    for (const level of ['breaking', 'compatible'] as const)
      expect(solving(told, [{ ...rule, level }]).assignment).toMatchObject({ api: '1.0.0' })
    for (const level of ['deprecated', 'unknown'] as const)
      expect(solving(told, [{ ...rule, level }]).assignment).toMatchObject({ api: '2.0.0' })
  })

  it('keeps a rule of a component on itself', () => {
    expect(solving({ a: ['1.0.0', '3.0.0', '2.0.0'] }, [needs('a', 'a', '<3.0.0')]).assignment).toEqual({ a: '2.0.0' })
  })
})

describe('versions kept in step', () => {
  const stack: Told = { loki: ['2.9.2', '3.1.0', '3.0.0', '2.9.4'], promtail: ['2.9.2', '3.0.0', '2.9.4'] }
  const follow = (drift?: string): SyncRule => ({ component: 'promtail', other: 'loki', ...(drift === undefined ? {} : { drift }) })

  it('moves both to the newest version that both have', () => {
    const { assignment, groups, held } = solving(stack, [], [follow()])
    expect(assignment).toEqual({ loki: '3.0.0', promtail: '3.0.0' })
    expect(groups).toEqual([['loki', 'promtail']])
    expect(held['loki']?.reason).toBe(
      'loki 3.1.0 is held back: promtail 3.0.0 must match loki 3.1.0 (`sync_version_with`), and promtail only reaches 3.0.0.',
    )
  })

  it('lets them drift as far as is allowed', () => {
    expect(solving(stack, [], [follow('0.1.0')]).assignment).toEqual({ loki: '3.1.0', promtail: '3.0.0' })
    expect(solving({ ...stack, promtail: ['2.9.2', '2.9.4'] }, [], [follow('0.1.0')]).assignment).toEqual({
      loki: '2.9.4',
      promtail: '2.9.4',
    })
  })

  it('mends a pair that has drifted, and never lets it drift further', () => {
    const apart: Told = { loki: ['2.9.4', '3.0.0'], promtail: ['2.8.0', '2.9.0'] }
    expect(solving(apart, [], [follow()])).toMatchObject({
      assignment: { loki: '2.9.4', promtail: '2.9.0' },
      broken: [{ mended: false, sentence: expect.stringContaining('not mended by it') }],
    })
    expect(solving({ ...apart, promtail: ['2.8.0', '2.9.4'] }, [], [follow()])).toMatchObject({
      assignment: { loki: '2.9.4', promtail: '2.9.4' },
      broken: [{ mended: true }],
    })
  })

  it.each([
    ['0.0.0', { level: 3, by: 0 }],
    ['0.1.0', { level: 1, by: 1 }],
    ['0.0.3', { level: 2, by: 3 }],
    ['2', { level: 0, by: 2 }],
    ['minor', { level: 1, by: Number.POSITIVE_INFINITY }],
    ['a bit', null],
  ])('reads the drift %s', (text, expected) => expect(parseDrift(text)).toEqual(expected))
})

describe('rules that are broken, unknown or unreadable', () => {
  it('moves on where a rule was broken before, and reports it', () => {
    const { assignment, broken } = solving({ a: ['1.0.0', '1.1.0'], b: ['1.0.0', '1.2.0'], c: ['1.0.0', '1.1.0'] }, [
      needs('a', 'b', '>=2.0.0'),
    ])
    expect(assignment).toEqual({ a: '1.1.0', b: '1.2.0', c: '1.1.0' })
    expect(broken.map((one) => one.sentence)).toEqual([
      'Broken before the step already and not mended by it: a 1.0.0 needs b >=2.0.0, and b is at 1.0.0.',
    ])
  })

  it('mends a broken rule where it can, before it goes for the newest', () => {
    expect(solving({ a: ['1.0.0'], b: ['3.0.0', '5.0.0', '4.0.0'] }, [needs('a', 'b', '^4.0.0')])).toMatchObject({
      assignment: { b: '4.0.0' },
      broken: [{ mended: true, sentence: 'Broken before the step and mended by it: a 1.0.0 needs b ^4.0.0, and b is at 3.0.0.' }],
    })
  })

  it('reports names, ranges and candidates that it cannot use, and goes on without them', () => {
    const { assignment, unknown } = solving(
      { a: ['1.0.0', '1.1.0', 'next'], b: ['1.0.0'] },
      [needs('a', 'ghost', '>=1'), needs('a', 'b', 'about two'), needs('a', 'b', '>=2', 'newish')],
      [{ component: 'a', other: 'nobody' }],
    )
    expect(assignment).toEqual({ a: '1.1.0', b: '1.0.0' })
    expect(unknown).toEqual([
      'Candidate next of a is no version of scheme `semver` and takes no part.',
      'Rule “a newish requires b >=2” is not applied: newish is no range of scheme `semver`.',
      'Rule “a requires b about two” is not applied: about two is no range of scheme `semver`.',
      'Rule “a requires ghost >=1” is not applied: there is no component ghost.',
      '`sync_version_with: nobody` of a is not applied: there is no component nobody.',
    ])
  })

  it('asks nothing of a component whose version is not known', () => {
    expect(solving({ a: ['1.0.0', '2.0.0'], b: [null] }, [needs('a', 'b', '>=2.0.0')]).assignment).toEqual({ a: '2.0.0' })
  })

  it('takes names such as constructor for what they are', () => {
    expect(
      solving(
        Object.fromEntries<Told[string]>([
          ['constructor', ['1.0.0', '1.1.0']],
          ['toString', ['1.0.0']],
        ]),
        [needs('constructor', 'toString', '>=2.0.0', '>=1.1.0')],
      ).assignment,
    ).toEqual({
      constructor: '1.0.0',
      toString: '1.0.0',
    })
  })
})
