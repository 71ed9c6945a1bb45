import { describe, expect, it } from 'vitest'
import { aPolicy } from '../../../test/support/builders.ts'
import { aRelease, daysAgo, NOW, type Told, told } from '../../../test/support/resolving.ts'
import { DAY } from '../model/instant.ts'
import type { Answer, Release } from '../model/release.ts'
import type { CompatibilityRule } from '../registry/resolved.ts'
import { isVersioningId, versionings } from '../versioning/index.ts'
import { explainComponent } from './explain.ts'
import { resolveScope, type ScopeInput, type ScopeResolution } from './resolve.ts'

/** One component in few words: where it is, what upstream lists (or why it does not answer), what the registry says. */
interface Line extends Omit<Told, 'at'> {
  versioning?: string
  at: string | null
  upstream?: readonly (string | Release)[] | Answer
}

function answerOf(upstream: Line['upstream']): Answer {
  if (upstream !== undefined && 'ok' in upstream) return upstream
  return { ok: true, origin: 'api', releases: (upstream ?? []).map((one) => (typeof one === 'string' ? aRelease(one) : one)) }
}

function resolvingAll(
  lines: Record<string, Line>,
  rules: readonly CompatibilityRule[] = [],
  more: Partial<ScopeInput> = {},
): ScopeResolution {
  const names = Object.keys(lines)
  return resolveScope({
    scope: {
      scope: { environment: 'production' },
      policy: { ...aPolicy(), compatibility: rules },
      components: names.map((name) => {
        const { at: _, upstream: __, versioning, ...facts } = lines[name] ?? { at: null }
        return { ...told({ ...facts, name, scope: { environment: 'production' } }), ...(versioning === undefined ? {} : { versioning }) }
      }),
    },
    answers: new Map(names.map((name) => [name, answerOf(lines[name]?.upstream)])),
    currents: new Map(names.map((name) => [name, { version: lines[name]?.at ?? null, from: 'pin' }])),
    versioningOf: ({ versioning = 'semver' }) => (isVersioningId(versioning) ? versionings[versioning] : null),
    now: NOW,
    ...more,
  })
}

function stepsOf({ steps }: ScopeResolution): string[] {
  return steps.map((one) => `${one.lane} ${one.component} ${one.from} → ${one.to}`)
}

describe('the steps of a scope', () => {
  it('gives each component its safe and its major step, in order of name', () => {
    const result = resolvingAll({ redis: { at: '7.2.4', upstream: ['7.2.6', '8.0.1'] }, alloy: { at: '1.0.0', upstream: ['1.1.0'] } })
    expect(stepsOf(result)).toEqual(['safe alloy 1.0.0 → 1.1.0', 'safe redis 7.2.4 → 7.2.6', 'major redis 7.2.4 → 8.0.1'])
    expect(result.steps[1]).toMatchObject({ environment: 'production', currentFrom: 'pin', distance: 'patch', toRelease: { tag: '7.2.6' } })
  })

  it('does not stop for an upstream that fails, and says why it did', () => {
    const cause = { code: 'timeout', message: 'api.github.com did not answer within 10 s.' } as const
    const result = resolvingAll({
      a: { at: '1.0.0', upstream: { ok: false, cause } },
      b: { at: '1.0.0', upstream: ['1.1.0'] },
      c: { at: '1.0.0', upstream: [], versioning: 'roman' },
    })
    expect(stepsOf(result)).toEqual(['safe b 1.0.0 → 1.1.0'])
    expect(result.unresolved).toEqual([
      { component: 'a', cause },
      { component: 'c', cause: { code: 'invalid-query', message: 'There is no versioning scheme `roman`.' } },
    ])
    expect(result.outcomes.get('a')?.notices).toEqual([])
    expect(explainComponent(result, 'a')?.verdict).toBe('a could not be resolved: api.github.com did not answer within 10 s.')
  })

  it('still counts a component that could not be resolved where others need it', () => {
    const cause = { code: 'network', message: 'no answer.' } as const
    const result = resolvingAll({
      a: { at: '1.0.0', upstream: { ok: false, cause } },
      b: { at: '1.0.0', upstream: ['1.1.0'], compatibleWith: { a: '>=2.0.0' } },
    })
    expect(result.broken).toHaveLength(1)
    const strict = resolvingAll({ a: { at: '1.0.0', upstream: { ok: false, cause } }, b: { at: '1.0.0', upstream: ['1.1.0'] } }, [
      { component: 'b', versions: '>=1.1.0', requires: { a: '>=2.0.0' } },
    ])
    expect(stepsOf(strict)).toEqual([])
    expect(strict.outcomes.get('b')?.held).toMatchObject([{ version: '1.1.0', code: 'compatibility' }])
  })

  it('says what a locked component misses', () => {
    const result = resolvingAll({ legacy: { at: '1.0.0', upstream: ['1.0.1', '2.0.0'], strategy: 'locked' } }, [], {
      open: new Map([['legacy', (version: string) => new Set(version === '1.0.1' ? [] : ['CVE-2026-1'])]]),
    })
    expect(result.missing).toEqual([
      {
        component: 'legacy',
        current: '1.0.0',
        newest: '2.0.0',
        releases: 2,
        securityFixes: ['1.0.1'],
        message: 'legacy is locked at 1.0.0 and misses 2 releases up to 2.0.0, of which 1.0.1 mends a known vulnerability.',
      },
    ])
  })

  it('leaves a component alone that moves with the scope it takes its version from', () => {
    const result = resolvingAll({ a: { at: '1.0.0', upstream: ['1.1.0'], inherited: true } })
    expect([stepsOf(result), result.unresolved, result.outcomes.get('a')?.notices]).toEqual([[], [], []])
  })

  it('says of a component without a source that nothing can be found, which is no failure', () => {
    const result = resolvingAll({ inhouse: { at: '1.0.0', source: null } }, [], { answers: new Map() })
    expect(result.unresolved).toEqual([])
    expect(result.outcomes.get('inhouse')?.notices).toEqual([
      'inhouse names neither `source` nor `github_repo`, so nothing newer can be found.',
    ])
    expect(resolvingAll({ x: { at: '1.0.0' } }, [], { answers: new Map() }).unresolved).toMatchObject([
      { component: 'x', cause: { code: 'invalid-query' } },
    ])
  })

  it('takes end-of-life lines from the answer', () => {
    const upstream: Answer = {
      ok: true,
      origin: 'api',
      releases: ['20.1.0', '22.1.0', '23.1.0'].map((one) => aRelease(one)),
      lines: [{ line: '22', lts: true }],
      notices: ['from cache'],
    }
    const result = resolvingAll({ node: { at: '20.1.0', upstream, strategy: 'lts' } })
    expect(stepsOf(result)).toEqual(['major node 20.1.0 → 22.1.0'])
    expect(result.outcomes.get('node')?.notices).toEqual(['from cache'])
  })
})

describe('both lanes together', () => {
  it('does not let a safe step wait for a major', () => {
    const result = resolvingAll(
      { app: { at: '1.0.0', upstream: ['1.0.1', '2.0.0'] }, db: { at: '15.1.0', upstream: ['15.2.0', '16.0.0'] } },
      [
        { component: 'app', versions: '>=2.0.0', requires: { db: '>=16.0.0' } },
        { component: 'app', versions: '<2.0.0', requires: { db: '<16.0.0' } },
      ],
    )
    expect(stepsOf(result)).toEqual([
      'safe app 1.0.0 → 1.0.1',
      'major app 1.0.0 → 2.0.0',
      'safe db 15.1.0 → 15.2.0',
      'major db 15.1.0 → 16.0.0',
    ])
    expect(result.groups).toEqual([{ lane: 'major', components: ['app', 'db'] }])
  })

  it('takes along a safe step that a major one needs', () => {
    const result = resolvingAll({ app: { at: '1.0.0', upstream: ['2.0.0'] }, lib: { at: '1.0.0', upstream: ['1.5.0'] } }, [
      { component: 'app', versions: '>=2.0.0', requires: { lib: '>=1.5.0' } },
    ])
    expect(stepsOf(result)).toEqual(['major app 1.0.0 → 2.0.0', 'safe lib 1.0.0 → 1.5.0'])
    expect(result.groups).toEqual([{ lane: 'major', components: ['app', 'lib'] }])
  })

  it('takes along whoever that safe step cannot go without', () => {
    const result = resolvingAll(
      {
        app: { at: '1.0.0', upstream: ['2.0.0'] },
        lib: { at: '1.0.0', upstream: ['1.5.0'] },
        twin: { at: '1.0.0', upstream: ['1.5.0'], upgrade: { syncVersionWith: 'lib' } },
        other: { at: '1.0.0', upstream: ['1.1.0'] },
      },
      [{ component: 'app', versions: '>=2.0.0', requires: { lib: '>=1.5.0' } }],
    )
    expect(result.groups).toEqual([
      { lane: 'safe', components: ['lib', 'twin'] },
      { lane: 'major', components: ['app', 'lib', 'twin'] },
    ])
  })

  it('holds a major that does not fit what the safe lane reaches, and names the rule', () => {
    const result = resolvingAll({ app: { at: '1.0.0', upstream: ['2.0.0'] }, lib: { at: '1.0.0', upstream: ['1.5.0'] } }, [
      { component: 'app', versions: '>=2.0.0', requires: { lib: '<1.5.0' } },
    ])
    expect(stepsOf(result)).toEqual(['safe lib 1.0.0 → 1.5.0'])
    expect(result.outcomes.get('app')?.held).toMatchObject([
      { version: '2.0.0', reason: 'app 2.0.0 is held back: app 2.0.0 needs lib <1.5.0, and lib stays at 1.5.0.' },
    ])
  })

  it('keeps what is synchronised together in each lane', () => {
    const result = resolvingAll({
      loki: { at: '2.9.2', upstream: ['2.9.4', '3.0.0'] },
      promtail: { at: '2.9.2', upstream: ['2.9.4', '3.0.0', '3.1.0'], upgrade: { syncVersionWith: 'loki' } },
    })
    expect(stepsOf(result)).toEqual([
      'safe loki 2.9.2 → 2.9.4',
      'major loki 2.9.2 → 3.0.0',
      'safe promtail 2.9.2 → 2.9.4',
      'major promtail 2.9.2 → 3.0.0',
    ])
    expect(result.groups.map(({ lane }) => lane)).toEqual(['safe', 'major'])
  })

  it('asks for no compatibility where the check is switched off, but keeps what is synchronised', () => {
    const lines: Record<string, Line> = { app: { at: '1.0.0', upstream: ['1.1.0'] }, lib: { at: '1.0.0', upstream: [] } }
    const rules = [{ component: 'app', versions: '>=1.1.0', requires: { lib: '>=2.0.0' } }]
    expect(stepsOf(resolvingAll(lines, rules))).toEqual([])
    const scope = { ...resolvingScope(lines), policy: { ...aPolicy({ compatibilityCheck: false }), compatibility: rules } }
    expect(stepsOf(resolvingAll(lines, rules, { scope }))).toEqual(['safe app 1.0.0 → 1.1.0'])
  })

  it('applies a rule on a component to each of its tracks', () => {
    const track = (name: string) => ({ track: { component: 'accounting', name } })
    const result = resolvingAll(
      {
        'accounting@one': { at: '1.0.0', upstream: ['1.1.0'], ...track('one') },
        'accounting@two': { at: '2.0.0', upstream: ['2.1.0'], ...track('two') },
        api: { at: '1.0.0', upstream: [] },
      },
      [{ component: 'accounting', versions: '>=2.1.0', requires: { api: '>=2.0.0' } }],
    )
    expect(stepsOf(result)).toEqual(['safe accounting@one 1.0.0 → 1.1.0'])
  })
})

function resolvingScope(lines: Record<string, Line>): Omit<ScopeInput['scope'], 'policy'> {
  return { scope: { environment: null }, components: Object.keys(lines).map((name) => told({ name })) }
}

describe('explaining a component', () => {
  const upstream = [
    aRelease('7.4.2', { date: daysAgo(1) }),
    aRelease('7.4.1', { date: daysAgo(30) }),
    aRelease('7.2.4', { date: daysAgo(200) }),
    aRelease('8.0.0-rc.1', { date: daysAgo(9) }),
    aRelease('7.2.0'),
  ]

  it('shows every release with its lane or its reason, and what would change the answer', () => {
    const explanation = explainComponent(resolvingAll({ redis: { at: '7.2.4', upstream, minimumReleaseAge: 7 * DAY } }), 'redis')
    expect(explanation).toMatchObject({
      component: 'redis',
      environment: 'production',
      strategy: 'latest',
      versioning: 'semver',
      current: '7.2.4',
      currentFrom: 'pin',
      newest: '7.4.2',
      safe: '7.4.1',
      verdict: 'redis moves from 7.2.4 to 7.4.1 (strategy `latest`).',
    })
    expect(explanation?.considered.map((one) => [one.tag, one.lane ?? one.held?.code])).toEqual([
      ['8.0.0-rc.1', 'prerelease'],
      ['7.4.2', 'too-young'],
      ['7.4.1', 'safe'],
      ['7.2.4', 'not-newer'],
      ['7.2.0', 'not-newer'],
    ])
    expect(explanation?.changes).toEqual([
      { code: 'too-young', frees: 'It is old enough on 2026-11-27T12:00Z.', until: daysAgo(1) + 7 * DAY, versions: ['7.4.2'] },
      { code: 'prerelease', frees: 'Its stable release, or `exclude_prereleases: false`.', versions: ['8.0.0-rc.1'] },
    ])
  })

  it('puts the verdict right where the components together chose otherwise', () => {
    const result = resolvingAll({ grafana: { at: '9.0.0', upstream: ['9.2.0', '9.1.0'] }, prometheus: { at: '2.0.0', upstream: [] } }, [
      { component: 'grafana', versions: '>=9.2.0', requires: { prometheus: '>=3.0.0' } },
    ])
    const explanation = explainComponent(result, 'grafana')
    expect(explanation?.considered.map((one) => [one.tag, one.lane ?? one.held?.code])).toEqual([
      ['9.2.0', 'compatibility'],
      ['9.1.0', 'safe'],
    ])
    expect(explanation?.changes).toMatchObject([
      { code: 'compatibility', versions: ['9.2.0'], frees: 'prometheus reaching >=3.0.0, or a changed rule.' },
    ])
  })

  it('says why nothing moves', () => {
    const verdict = (line: Line) => explainComponent(resolvingAll({ x: line }), 'x')?.verdict
    expect(verdict({ at: '1.0.0', upstream: ['1.0.0'] })).toBe('x stays at 1.0.0: nothing newer is there (strategy `latest`).')
    expect(verdict({ at: '1.0.0', upstream: ['2.0.0'], strategy: 'locked' })).toBe(
      'x stays at 1.0.0: Locked (strategy `locked`): misses 2.0.0.',
    )
    expect(verdict({ at: 'latest', upstream: ['2.0.0'] })).toBe('x does not move: its current version is not known or cannot be read.')
    expect(explainComponent(resolvingAll({}), 'x')).toBeNull()
  })
})
