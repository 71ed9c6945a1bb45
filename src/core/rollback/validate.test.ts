import { describe, expect, it } from 'vitest'
import { aRollbackWish } from '../../../test/support/builders.ts'
import type { RollbackFacts } from './facts.ts'
import { OUTCOMES } from './outcome.ts'
import type { RollbackWish } from './request.ts'
import { validateRollback } from './validate.ts'

/** A request that nothing stands against. */
function facts(more: Partial<RollbackFacts> = {}, wish: Partial<RollbackWish> = {}): RollbackFacts {
  return {
    wish: aRollbackWish(wish),
    subject: { state: 'known' },
    current: '7.4.2',
    target: { version: '7.4.1', point: null, proven: true },
    order: -1,
    isSame: false,
    badInForce: true,
    open: null,
    upstream: { state: 'listed' },
    recordedDigest: null,
    excluded: null,
    olderAllowed: null,
    vulnerabilities: { introduced: [], stillOpen: [], missing: null },
    migrations: { irreversible: [], files: 0 },
    belowMinimum: null,
    broken: [],
    offer: [],
    ...more,
  }
}

const digest = (digit: string) => `sha256:${digit.repeat(64)}`
const target = { version: '7.4.1', point: null, proven: false }

/** In the order of the table: each hits alone, and stands above all that come after it. */
const CASES: [string, Partial<RollbackFacts>, Partial<RollbackWish>, string][] = [
  [
    'unknown_component',
    { subject: { state: 'unknown', message: 'There is no redsi.', help: 'Did you mean `redis`?' } },
    {},
    'There is no redsi.',
  ],
  ['component_gone', { subject: { state: 'gone' } }, {}, 'no longer in the registry'],
  ['reason_required', {}, { reason: '' }, 'needs a reason'],
  ['already_rolled_back', { isSame: true, order: 0 }, {}, 'is at 7.4.2 already'],
  ['superseded', { badInForce: false }, { source: 'auto-revert', bad: '7.4.1' }, 'has moved on from 7.4.1 to 7.4.2'],
  ['in_progress', { open: { url: 'https://example.com/13', number: 13 } }, {}, 'https://example.com/13'],
  ['not_a_rollback', { order: 1 }, {}, 'is newer than 7.4.2'],
  ['target_unavailable', { upstream: { state: 'missing' } }, {}, 'does not list 7.4.1'],
  ['target_mutated', { recordedDigest: digest('a'), upstream: { state: 'listed', digest: digest('b') } }, {}, digest('b')],
  ['target_excluded', { excluded: { reason: 'leaks' }, olderAllowed: '7.4.0' }, {}, 'leaks'],
  [
    'target_vulnerable',
    { vulnerabilities: { introduced: [{ id: 'CVE-1', severity: 'critical' }], stillOpen: [], missing: null } },
    {},
    'CVE-1 (critical)',
  ],
  ['irreversible_upgrade', { migrations: { irreversible: ['7.4.2'], files: 0 } }, {}, 'migration of 7.4.2 cannot be undone'],
  [
    'incompatible',
    { broken: [{ component: 'web', other: 'redis', range: '>=7.4.2', version: '7.4.1', verdict: 'broken' }], offer: ['web'] },
    {},
    'web needs redis >=7.4.2',
  ],
  ['no_rollback_point', { target: null, order: null }, {}, 'nothing to roll redis back to'],
]

describe('the table of outcomes', () => {
  it('lets a request through that nothing stands against', () => {
    expect(validateRollback(facts())).toEqual({ stop: null, overridden: [], warnings: [], unproven: false })
  })

  it.each(CASES)('%s', (code, more, wish, words) => {
    const { stop } = validateRollback(facts(more, wish))
    expect(stop?.code).toBe(code)
    expect(stop?.message).toContain(words)
  })

  it('is decided by the first row that applies', () => {
    // The last row has no target, and so goes with none of the others but the first three.
    const rows = CASES.slice(0, -1)
    for (const [index, [code, first, wish]] of rows.entries()) {
      for (const [other, more, otherWish] of rows.slice(index + 1)) {
        if (code === 'already_rolled_back' && other === 'not_a_rollback') continue
        const both = facts({ ...more, ...first }, { ...otherWish, ...wish })
        expect([code, other, validateRollback(both).stop?.code]).toEqual([code, other, code])
      }
    }
  })

  it('can be overridden exactly where it says so, and then tells what was', () => {
    for (const [code, more, wish] of CASES) {
      const { stop, overridden } = validateRollback(facts(more, { ...wish, force: true }))
      const forced = OUTCOMES[code as keyof typeof OUTCOMES].forced
      expect([code, stop?.code ?? null]).toEqual([code, forced ? null : code])
      expect(overridden.map((one) => one.code)).toEqual(forced ? [code] : [])
    }
  })

  it('has a way to each of its outcomes that are about the request', () => {
    const after = ['closed_by_person', 'pin_moved', 'contended', 'planned', 'opened']
    expect([...CASES.map(([code]) => code), ...after].sort()).toEqual(Object.keys(OUTCOMES).sort())
  })
})

describe('the finer points', () => {
  it('lets nobody roll back to a version that never ran here and may not exist', () => {
    const unknown = { state: 'unknown', why: 'no answer' } as const
    expect(validateRollback(facts({ target, upstream: unknown })).stop?.code).toBe('target_unavailable')
    expect(validateRollback(facts({ target }))).toMatchObject({
      stop: null,
      unproven: true,
      warnings: ['7.4.1 never ran here, so nothing proves that it works.'],
    })
    expect(validateRollback(facts({ upstream: unknown }))).toMatchObject({ stop: null, warnings: [expect.stringContaining('no answer')] })
  })

  it('takes what upstream has withdrawn for gone', () => {
    expect(validateRollback(facts({ upstream: { state: 'listed', yanked: 'broken wheel' } })).stop?.message).toContain('(broken wheel)')
    expect(validateRollback(facts({ upstream: { state: 'listed', yanked: false } })).stop).toBeNull()
  })

  it('warns of lesser vulnerabilities, and of those that are open now as well', () => {
    const vulnerabilities = {
      introduced: [{ id: 'CVE-1', severity: 'low' }],
      stillOpen: [{ id: 'CVE-2', severity: 'critical' }],
      missing: null,
    }
    expect(validateRollback(facts({ vulnerabilities }))).toMatchObject({
      stop: null,
      warnings: ['7.4.1 is affected by CVE-1 (low), and 7.4.2 is not.', '7.4.1 is affected by CVE-2 (critical), as 7.4.2 is.'],
    })
  })

  it('names the next older version that is not excluded, or says that a person must decide', () => {
    expect(validateRollback(facts({ excluded: { reason: 'x' }, olderAllowed: '7.4.0' })).stop?.help).toContain('--to 7.4.0')
    expect(validateRollback(facts({ excluded: { reason: 'x' } })).stop?.help).toContain('a person must decide')
  })

  it('brings forward again only upwards, and past its own exclusion', () => {
    const reland = { reland: true }
    expect(validateRollback(facts({}, reland)).stop?.code).toBe('not_a_rollback')
    expect(validateRollback(facts({ order: 1, excluded: { reason: 'x' } }, reland)).stop).toBeNull()
  })

  it('does not guess whether migrations can be undone', () => {
    expect(validateRollback(facts({ migrations: { irreversible: [], files: 2, reversible: false } })).stop?.code).toBe(
      'irreversible_upgrade',
    )
    expect(validateRollback(facts({ migrations: { irreversible: [], files: 2 } }))).toMatchObject({
      stop: null,
      warnings: [expect.stringContaining('2 migrations')],
    })
    expect(validateRollback(facts({ migrations: { irreversible: [], files: 2, reversible: true } })).warnings).toEqual([])
    expect(validateRollback(facts({ belowMinimum: '7.4.2' })).stop?.code).toBe('irreversible_upgrade')
  })
})
