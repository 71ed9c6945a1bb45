import { describe, expect, it } from 'vitest'
import { aWatchPolicy } from '../../../../test/support/builders.ts'
import { MINUTE } from '../../model/instant.ts'
import type { Signal } from './signal.ts'
import { resultOfReadings, resultOfRun } from './signal.ts'
import { type WatchInput, watchVerdict } from './verdict.ts'

const MERGED = Date.UTC(2026, 10, 21, 9)
const redis = { component: 'redis', environment: 'production', from: '7.2.4', to: '7.4.0' }
const nginx = { component: 'nginx', environment: 'production', from: '1.26.0', to: '1.26.1' }

function aSignal(more: Partial<Signal> = {}): Signal {
  return { kind: 'check', name: 'tests', result: 'fail', url: null, completedAt: MERGED + 8 * MINUTE, failures: 2, run: 7, ...more }
}

const good = aSignal({ result: 'pass', failures: 0, completedAt: MERGED - MINUTE })

function anInput(more: Partial<WatchInput> = {}): WatchInput {
  return {
    merge: {
      number: 4,
      url: null,
      branch: 'pinwarden/production/redis',
      commit: 'c'.repeat(40),
      since: 'c'.repeat(40),
      at: MERGED,
      moves: [redis],
      lockstep: false,
      rollback: false,
      group: null,
      criticalFix: null,
    },
    policy: aWatchPolicy(),
    automatic: true,
    signals: [aSignal()],
    before: [good],
    settled: true,
    foreign: 0,
    pinned: ['7.4.0'],
    noWayBack: [null],
    breaker: null,
    relanded: false,
    killSwitch: null,
    now: MERGED + 10 * MINUTE,
    ...more,
  }
}

describe('a failure after the merge', () => {
  it('that was confirmed on the same commit takes the upgrade back', () => {
    expect(watchVerdict(anInput())).toMatchObject({ kind: 'revert', moves: [redis], because: [{ name: 'tests' }] })
  })

  it('seen once is confirmed by one more run first, twice where the check is known to be flaky', () => {
    expect(watchVerdict(anInput({ signals: [aSignal({ failures: 1 })] }))).toMatchObject({ kind: 'confirm', signals: [{ run: 7 }] })
    const flaky = aWatchPolicy({ flaky: ['tests'] })
    expect(watchVerdict(anInput({ policy: flaky }))).toMatchObject({ kind: 'confirm' })
    expect(watchVerdict(anInput({ policy: flaky, signals: [aSignal({ failures: 3 })] }))).toMatchObject({ kind: 'revert' })
  })

  it('is waited for while its confirmation runs, beyond the window if need be', () => {
    const signals = [aSignal({ result: 'pending', failures: 1, completedAt: null })]
    expect(watchVerdict(anInput({ signals, now: MERGED + 61 * MINUTE }))).toMatchObject({ kind: 'watching', pending: ['tests'] })
  })

  it('waits until nothing is being deployed', () => {
    expect(watchVerdict(anInput({ settled: false }))).toMatchObject({ kind: 'watching' })
  })

  const gates: readonly [string, Partial<WatchInput>][] = [
    ['superseded', { pinned: ['7.4.1'] }],
    ['superseded', { pinned: [null] }],
    ['pre-existing', { before: [aSignal({ result: 'fail' })] }],
    ['unknown-before', { before: [] }],
    ['unattributed', { foreign: 2 }],
    ['stale-failure', { now: MERGED + 8 * MINUTE + 21 * MINUTE }],
    ['rollback-of-rollback', { merge: { ...anInput().merge, rollback: true } }],
    ['relanded', { relanded: true }],
    ['disabled', { automatic: false }],
    ['kill-switch', { killSwitch: { url: 'https://github.com/acme/platform/issues/9' } }],
    ['security', { merge: { ...anInput().merge, criticalFix: 'CVE-2026-0001' } }],
    ['no-way-back', { noWayBack: ['no merged step of redis is on record'] }],
    ['breaker', { breaker: 'redis was taken back automatically in the last 24 hours already' }],
  ]

  it.each(gates)('is told to people and not acted on: %s', (code, more) => {
    expect(watchVerdict(anInput(more))).toMatchObject({ kind: 'report', code, because: [{ name: 'tests' }] })
  })

  it('never blames an upgrade for a check that was red before, but does for one that was green', () => {
    const signals = [aSignal(), aSignal({ name: 'smoke' })]
    const before = [aSignal({ result: 'fail' }), { ...good, name: 'smoke' }]
    expect(watchVerdict(anInput({ signals, before }))).toMatchObject({ kind: 'revert', because: [{ name: 'smoke' }] })
  })
})

describe('a group of upgrades', () => {
  const merge = { ...anInput().merge, moves: [redis, nginx] }

  it('is taken back one by one where its members may part', () => {
    expect(watchVerdict(anInput({ merge, pinned: ['7.4.0', '1.26.1'], noWayBack: [null, null] }))).toMatchObject({ moves: [redis] })
  })

  it('is taken back whole where they may not', () => {
    const verdict = watchVerdict(anInput({ merge: { ...merge, lockstep: true }, pinned: ['7.4.0', '1.26.1'], noWayBack: [null, null] }))
    expect(verdict).toMatchObject({ kind: 'revert', moves: [redis, nginx] })
  })
})

describe('without a failure', () => {
  it('a merge is watched to the end of its window, and then verified', () => {
    const signals = [aSignal({ result: 'pass', failures: 0 })]
    expect(watchVerdict(anInput({ signals }))).toMatchObject({ kind: 'watching', until: MERGED + 60 * MINUTE })
    expect(watchVerdict(anInput({ signals, now: MERGED + 60 * MINUTE }))).toMatchObject({ kind: 'verified', by: [{ name: 'tests' }] })
  })

  it('silence is never health', () => {
    const signals = [aSignal({ result: 'absent', failures: 0, completedAt: null })]
    expect(watchVerdict(anInput({ signals, now: MERGED + 60 * MINUTE }))).toEqual({ kind: 'no-signal', watched: ['tests'] })
  })

  it.each(['cancelled', 'timed_out', 'startup_failure', 'action_required', 'stale', 'skipped'])(
    'a run that ended as %s blames nobody',
    (conclusion) => {
      const signals = [aSignal({ result: resultOfRun('completed', conclusion) })]
      expect(watchVerdict(anInput({ signals, now: MERGED + 60 * MINUTE }))).toMatchObject({ kind: 'no-signal' })
    },
  )
})

describe('a probe', () => {
  it('fails only by so many bad answers in a row', () => {
    expect(resultOfReadings([true, false, false, false], 3)).toBe('fail')
    expect(resultOfReadings([false, false, true], 3)).toBe('pass')
    expect(resultOfReadings([true, false, false], 3)).toBe('inconclusive')
    expect(resultOfReadings([], 3)).toBe('absent')
  })
})
