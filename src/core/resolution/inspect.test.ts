import { describe, expect, it } from 'vitest'
import { answerResolve, answerSolve } from './inspect.ts'

/** The target of a row, or its error. */
function target(row: Record<string, unknown>): unknown {
  const answer = answerResolve({ id: 1, strategy: 'latest', ...row })
  return 'error' in answer ? answer.error : answer.target
}

describe('inspect resolve', () => {
  it('answers with the tag as the row names it, and what was held back', () => {
    expect(
      answerResolve({
        id: 'r1',
        releases: [
          { tag: 'v1.2.0', date: '2026-11-20T00:00:00Z' },
          { tag: 'v1.1.0', date: '2026-10-01' },
          { tag: 'v2.0.0-rc.1' },
          { tag: 'v1.0.0' },
        ],
        current: 'v1.0.0',
        strategy: 'latest',
        versioning: 'semver',
        constraints: { minimum_release_age: '7d' },
        now: '2026-11-21T00:00:00Z',
      }),
    ).toEqual({
      id: 'r1',
      target: 'v1.1.0',
      held: [
        { version: 'v2.0.0-rc.1', code: 'prerelease', reason: expect.any(String), frees: expect.any(String) },
        { version: 'v1.2.0', code: 'too-young', reason: expect.any(String), frees: expect.any(String), until: '2026-11-27T00:00:00.000Z' },
      ],
    })
  })

  it('goes as far as the strategy lets it', () => {
    const releases = ['1.2.4', '1.3.0', '2.0.0', '1.2.3']
    expect(target({ releases, current: '1.2.3' })).toBe('2.0.0')
    expect(target({ releases, current: '1.2.3', strategy: 'minor' })).toBe('1.3.0')
    expect(target({ releases, current: '1.2.3', strategy: 'patch' })).toBe('1.2.4')
    expect(target({ releases, current: '1.2.3', strategy: 'range', range: '<1.3' })).toBe('1.2.4')
    expect(target({ releases, current: '1.2.3', strategy: 'pinned', version: '1.3.0' })).toBe('1.3.0')
    expect(target({ releases, current: '1.2.3', strategy: 'pinned' })).toBeNull()
    expect(target({ releases, current: '1.2.3', strategy: 'locked' })).toBeNull()
    expect(target({ releases, current: '1.2.3', strategy: 'lts', lts_lines: ['1.3'] })).toBe('1.3.0')
    expect(target({ releases, current: '2.0.0' })).toBeNull()
  })

  it('takes the settings of the registry', () => {
    const row = {
      releases: ['a-1.1.0', 'a-1.2.0', 'b-9.0.0', 'a-1.3.0'],
      current: 'a-1.0.0',
      constraints: { tag_prefix: 'a-', architecture: 'amd64' },
    }
    expect(target({ ...row, excluded_versions: [{ range: '>=1.3.0', reason: 'leak' }] })).toBe('a-1.2.0')
    expect(target({ ...row, excluded_versions: ['1.3.0', 'a-1.2.0'] })).toBe('a-1.1.0')
    expect(target({ ...row, required_stops: ['1.1.0'] })).toBe('a-1.1.0')
    expect(target({ ...row, lag: { minor: 1 } })).toBe('a-1.2.0')
    expect(target({ ...row, minimum_version: '2.0.0' })).toBeNull()
  })

  it('shows the whole way where the target is only a stop', () => {
    expect(answerResolve({ releases: ['1.5.0', '2.0.0'], current: '1.0.0', required_stops: ['1.5.0'] })).toMatchObject({
      target: '1.5.0',
      path: ['1.0.0', '1.5.0', '2.0.0'],
    })
  })

  it('tells the scheme from the versions where none is named', () => {
    expect(target({ releases: ['7.4.2-alpine', '8.0.1-bookworm'], current: '7.4.1-alpine' })).toBe('7.4.2-alpine')
    expect(target({ releases: ['2.14.0a1', '2.13.4'], current: '2.11.5' })).toBe('2.13.4')
    expect(target({ releases: ['26.2.5.11', '26.2.5.9'], current: '26.2.5.3' })).toBe('26.2.5.11')
  })

  it('says what is wrong with a row instead of failing', () => {
    expect(answerResolve({ id: 7 })).toMatchObject({ id: 7, error: expect.stringContaining('releases') })
    expect(target({ releases: [{}], current: '1.0.0' })).toContain('neither `version` nor `tag`')
    expect(target({ releases: ['1.1.0'], current: '1.0.0', versioning: 'roman' })).toContain('roman')
    expect(target({ releases: ['1.1.0'], current: '1.0.0', minimum_release_age: '7d' })).toContain('needs `now`')
    expect(target({ releases: ['1.1.0'], current: '1.0.0', minimum_release_age: 'a week' })).toContain('is no duration')
    expect(answerResolve('row')).toMatchObject({ id: null, error: expect.any(String) })
  })
})

describe('inspect solve', () => {
  it('answers with versions that fit together, groups, and reasons in a sentence', () => {
    expect(
      answerSolve({
        id: 's1',
        components: {
          elixir: { current: '1.17.3', candidates: ['1.18.4', '1.18.0'] },
          otp: { current: '26.2', candidates: ['28.0', '27.3'] },
          app: { current: '1.0.0', candidates: ['2.0.0'] },
        },
        constraints: [
          { component: 'elixir', versions: '>=1.18.0', requires: { otp: '>=27' } },
          { component: 'app', versions: '>=2.0.0', requires: { otp: '<27' } },
        ],
      }),
    ).toEqual({
      id: 's1',
      assignment: { app: '1.0.0', elixir: '1.18.4', otp: '28.0' },
      groups: [['elixir', 'otp']],
      held: {
        app: 'app 2.0.0 is held back: app 2.0.0 needs otp <27, and otp only reaches 28.0; what would free it: otp reaching <27, or a changed rule.',
      },
    })
  })

  it('says what it could not apply and what was broken before', () => {
    expect(
      answerSolve({
        components: { a: { current: '1.0.0', candidates: ['1.1.0'] }, b: { current: '1.0.0' } },
        constraints: [{ component: 'a', requires: { b: '>=2.0.0', c: '*' } }],
        sync: [{ component: 'b', with: 'd' }],
      }),
    ).toMatchObject({
      id: null,
      assignment: { a: '1.1.0', b: '1.0.0' },
      broken: [expect.stringContaining('Broken before')],
      unknown: [expect.stringContaining('component c'), expect.stringContaining('component d')],
    })
    expect(answerSolve({ id: 2, components: { a: { current: 1 } } })).toMatchObject({ id: 2, error: expect.stringContaining('components') })
  })
})
