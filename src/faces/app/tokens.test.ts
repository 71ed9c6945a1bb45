import { describe, expect, it } from 'vitest'
import { HOUR, MINUTE } from '../../core/model/instant.ts'
import { ProblemError } from '../../core/model/problems.ts'
import { createTokens, type IssueToken } from './tokens.ts'

function setUp(issue?: IssueToken) {
  const at = { now: 0, asked: [] as Parameters<IssueToken>[0][] }
  const tokens = createTokens(
    issue ??
      (async (request) => {
        at.asked.push(request)
        return { data: { token: `ghs_${at.asked.length}`, expires_at: new Date(at.now + HOUR).toISOString() } }
      }),
    () => at.now,
  )
  return { at, tokens }
}

describe('tokens of installations', () => {
  it('reach one repository, or read the whole installation', async () => {
    const { at, tokens } = setUp()
    await tokens.source({ installation: 1, repository: 5 }).token()
    await tokens.source({ installation: 1 }).token()
    expect(at.asked).toEqual([
      { installation_id: 1, repository_ids: [5] },
      { installation_id: 1, permissions: { contents: 'read', metadata: 'read' } },
    ])
  })

  it('are kept until shortly before they expire, and asked for once by many at a time', async () => {
    const { at, tokens } = setUp()
    const source = tokens.source({ installation: 1, repository: 5 })
    expect(await Promise.all([source.token(), source.token(), tokens.source({ installation: 1, repository: 5 }).token()])).toEqual([
      'ghs_1',
      'ghs_1',
      'ghs_1',
    ])
    at.now = HOUR - 6 * MINUTE
    expect(await source.token()).toBe('ghs_1')
    at.now = HOUR - 4 * MINUTE
    expect(await source.token()).toBe('ghs_2')
    source.refuse('ghs_1')
    expect(await source.token()).toBe('ghs_2')
    source.refuse('ghs_2')
    expect(await source.token()).toBe('ghs_3')
  })

  it.each([
    [401, 'token-invalid'],
    [403, 'permission-missing'],
    [404, 'permission-missing'],
    [422, 'permission-missing'],
    [429, 'rate-limited'],
    [502, 'upstream-failed'],
  ])('that are refused with %i are a problem of their own: %s', async (status, code) => {
    const { tokens } = setUp(async () => {
      throw Object.assign(new Error('refused'), { status })
    })
    const error = await tokens
      .source({ installation: 1 })
      .token()
      .catch((caught: unknown) => caught)
    expect(error instanceof ProblemError && error.problems.map((problem) => problem.code)).toEqual([code])
  })

  it('that are refused because there were too many are asked for later, and nobody is told that the App is suspended', async () => {
    for (const headers of [{ 'retry-after': '60' }, { 'x-ratelimit-remaining': '0' }]) {
      const { tokens } = setUp(async () => {
        throw Object.assign(new Error('slow down'), { status: 403, response: { headers } })
      })
      await expect(tokens.source({ installation: 1 }).token()).rejects.toMatchObject({ problems: [{ code: 'rate-limited' }] })
    }
  })

  it('that fail once are asked for again', async () => {
    let calls = 0
    const { tokens } = setUp(async () => {
      calls += 1
      if (calls === 1) throw new Error('reset')
      return { data: { token: 'ghs_x', expires_at: new Date(HOUR).toISOString() } }
    })
    const source = tokens.source({ installation: 1 })
    await expect(source.token()).rejects.toThrow('reset')
    expect(await source.token()).toBe('ghs_x')
  })
})
