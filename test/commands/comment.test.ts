import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { answerComment, type CommentEvent, type CommentPorts } from '../../src/commands/comment.ts'
import { upgrade } from '../../src/commands/upgrades.ts'
import { repliedTo } from '../../src/core/orders/reply.ts'
import type { GitHubDouble } from '../support/github-double/index.ts'
import { moved, portsOn, propose, startReviewDouble } from '../support/reviewing.ts'

let double: GitHubDouble

beforeEach(async () => {
  double = await startReviewDouble()
  return () => double.close()
})
afterEach(() => double.assertClean())

const repo = () => double.repository('acme/platform')
const replies = (number: number) =>
  repo()
    .issue(number)
    .comments.filter((one) => one.author === 'pinwarden[bot]')
const run = (components: readonly string[] = []) => upgrade(portsOn(double), { components, offline: false })

/** Number of our open pull request for redis 7.4.2. */
async function ours(): Promise<number> {
  await run(['redis'])
  return repo().pulls('open')[0]?.number ?? 0
}

async function said(number: number, by: string, body: string): Promise<CommentEvent> {
  const { id } = await repo().comment(number, by, body)
  return {
    number,
    comment: { id, body, url: `https://github.com/acme/platform/pull/${number}#issuecomment-${id}`, author: by, type: 'User' },
  }
}

async function say(number: number, by: string, body: string, more: Partial<CommentPorts> = {}) {
  const event = await said(number, by, body)
  return { event, ...(await answerComment({ ...portsOn(double), ...more }, event)) }
}

async function ledger() {
  const records = (await (await portsOn(double).ledger?.())?.records()) ?? []
  return records.filter((one) => one.details?.['order'] !== undefined)
}

describe('who may command', () => {
  it('is whoever may write: others get one reply that says why, and nothing is done', async () => {
    const number = await ours()
    for (const login of ['bob', 'mallory']) {
      const { result, answers } = await say(number, login, '/pinwarden hold')
      expect(result).toBe('refused')
      expect(answers[0]?.text).toMatch(/need write permission here, and you have (triage|read)/)
    }
    expect(await ledger()).toEqual([])
    expect(replies(number)).toHaveLength(2)
    expect(
      repo()
        .issue(number)
        .comments.find((one) => one.author === 'bob')?.reactions,
    ).toMatchObject([{ content: '-1' }])
  })

  it('is no bot, whatever it may do: no reply that another bot could answer', async () => {
    const number = await ours()
    const event = await said(number, 'renovate[bot]', '/pinwarden hold')
    const before = double.requests.count({})
    expect((await answerComment(portsOn(double), { ...event, comment: { ...event.comment, type: 'Bot' } })).result).toBe('ignored')
    expect(double.requests.count({})).toBe(before)
  })

  it('costs no request where nothing is commanded', async () => {
    const number = await ours()
    const event = await said(number, 'alice', 'Looks good.\n\n> /pinwarden hold\n\n```\n/pinwarden hold\n```')
    const before = double.requests.count({})
    expect((await answerComment(portsOn(double), event)).result).toBe('nothing')
    expect(double.requests.count({})).toBe(before)
  })
})

describe('every command is answered once', () => {
  it('by a reaction and one reply, also where the event comes again or twice at once', async () => {
    const number = await ours()
    const { event, result } = await say(number, 'alice', '/pinwarden ignore\n/pinwarden frobnicate')
    expect(result).toBe('answered')
    expect(replies(number)).toHaveLength(1)
    expect(repliedTo(replies(number)[0]?.body ?? '')).toBe(event.comment.id)
    expect(replies(number)[0]?.body).toMatch(/✅ `\/pinwarden ignore`: redis: 7\.\d\.\d is ignored until something newer/)
    expect(replies(number)[0]?.body).toContain('❌ `/pinwarden frobnicate`: there is no command')
    expect(
      repo()
        .issue(number)
        .comments.find((one) => one.id === event.comment.id)?.reactions,
    ).toMatchObject([{ content: 'confused' }])
    expect((await answerComment(portsOn(double), event)).result).toBe('answered-before')
    expect(replies(number)).toHaveLength(1)

    const twice = await said(number, 'alice', '/pinwarden hold')
    await Promise.all([answerComment(portsOn(double), twice), answerComment(portsOn(double), twice)])
    expect(replies(number)).toHaveLength(2)
  })

  it.each(
    [1, 2, 3, 4, 5].flatMap((nth) => [
      { fault: 'reset' as const, nth },
      { fault: 'reset-after' as const, nth },
    ]),
  )('after a run was cut by a $fault at write $nth', async ({ fault, nth }) => {
    const number = await ours()
    const event = await said(number, 'alice', '/pinwarden hold')
    double.faults.add({ match: { write: true, nth }, fault })
    await answerComment(portsOn(double), event).catch(() => null)
    for (let run = 0; run < 2; run += 1) await answerComment(portsOn(double), event)
    expect(await ledger()).toHaveLength(1)
    expect(replies(number).filter((reply) => repliedTo(reply.body) === event.comment.id).length).toBe(1)
  })
})

describe('ignore', () => {
  it('closes the proposal, offers a newer version and says who ignores what', async () => {
    const number = await ours()
    const first = repo().issue(number).title
    await say(number, 'alice', '/pinwarden ignore')
    const { report } = await run()
    const held = report.held.find((one) => one.component === 'redis' && one.code === 'ignored')
    expect(held?.reason).toMatch(/^alice ignores 7\.\d\.\d since 2026-11-21 \(https:/)
    expect(held?.frees).toContain('/pinwarden unignore')
    expect(
      repo()
        .pulls('open')
        .map((pull) => pull.title),
    ).not.toContain(first)
  })

  it('until a day is about the component, and ends by itself', async () => {
    const number = await ours()
    await say(number, 'alice', '/pinwarden ignore until 2026-12-24')
    const { report } = await run()
    expect(
      repo()
        .pulls('open')
        .filter((pull) => pull.title.includes('redis')),
    ).toEqual([])
    expect(report.held.find((one) => one.component === 'redis')?.until).toBe('2026-12-25T00:00:00.000Z')
    const later = { ...portsOn(double), clock: { now: () => Date.parse('2026-12-26T00:00:00Z') } }
    expect((await upgrade(later, { components: ['redis'], offline: false })).report.upgrades.length).toBeGreaterThan(0)
  })

  it('ends by unignore, on the closed pull request too', async () => {
    const number = await ours()
    await say(number, 'alice', '/pinwarden ignore')
    await run()
    expect((await say(number, 'alice', '/pinwarden unignore')).result).toBe('answered')
    const { report } = await run()
    expect(report.held.filter((one) => one.code === 'ignored')).toEqual([])
  })

  it('is no word for a pull request of somebody else', async () => {
    const pull = await propose(double, 'change', moved('redis', '7.2.4', '7.2.5'), 'bob')
    repo().issue(pull).body = '<!-- pinwarden:{"version":1,"id":"redis","state":"open","digest":"x","commit":"y","upgrades":[]} -->'
    expect((await say(pull, 'alice', '/pinwarden ignore')).answers).toMatchObject([
      { ok: false, text: 'this is no open pull request of Pinwarden.' },
    ])
    expect(await ledger()).toEqual([])
  })
})

describe('hold', () => {
  it('leaves the proposal as it is, though the base moves and newer versions come, until unhold', async () => {
    const number = await ours()
    await say(number, 'alice', '/pinwarden hold')
    const head = repo().pull(number).pull.headSha
    await repo().push('main', { 'compose.yaml': '# moved\nservices:\n  cache:\n    image: redis:7.2.4\n  logs:\n    image: loki:3.0.0\n' })
    const { report } = await run()
    expect(report.held.find((one) => one.component === 'redis')).toMatchObject({ code: 'frozen', decision: 'hold' })
    expect(repo().pull(number)).toMatchObject({ state: 'open', pull: { headSha: head } })
    await say(number, 'alice', '/pinwarden unhold')
    await run()
    expect(repo().pull(number).state).toBe('open')
    expect(repo().pull(number).pull.headSha).not.toBe(head)
  })
})

it('hold takes back what GitHub was told to merge by itself', async () => {
  const number = await ours()
  repo().pull(number).pull.autoMerge = { method: 'SQUASH', by: 'pinwarden[bot]', at: '2026-11-21T08:00:00Z', headline: null, body: null }
  await say(number, 'alice', '/pinwarden hold')
  expect(repo().pull(number).pull.autoMerge).toBeNull()
})

describe('rebase', () => {
  it('builds the proposal anew where people had pushed to its branch', async () => {
    const number = await ours()
    const branch = repo().pull(number).pull.headRef
    await repo().push(branch, { 'extra.txt': 'mine' }, { author: 'bob' })
    await run(['redis'])
    expect(await repo().text('extra.txt', branch)).toBe('mine')
    const { answers, followup } = await say(number, 'alice', '/pinwarden rebase')
    expect(answers).toMatchObject([{ ok: true }])
    await run(followup.components)
    expect(await repo().text('extra.txt', branch)).toBeNull()
    expect(repo().pull(number).state).toBe('open')
  })
})

describe('approve-risk', () => {
  it('is kept with its reason, and turns what waits for a person into a recommendation', async () => {
    const { review } = await import('../../src/commands/review.ts')
    const major = {
      'versions.yaml':
        'components:\n  tool:\n    version: 1.0.0\n    source: { datasource: static, package: tool, releases: [1.0.0, 2.0.0] }\n',
    }
    await repo().push('main', major)
    const pull = await propose(
      double,
      'change',
      { 'versions.yaml': major['versions.yaml'].replace('version: 1.0.0', 'version: 2.0.0') },
      'bob',
    )
    const before = await review(portsOn(double), { subject: { pull }, post: true })
    expect(before.moves[0]?.upgrade).toMatchObject({ risk: 'high', decision: 'manual' })
    repo().data.collaborators['bob'] = 'write'
    expect((await say(pull, 'bob', '/pinwarden approve-risk "I am sure"')).answers).toMatchObject([{ ok: false }])
    const { answers } = await say(pull, 'alice', '/pinwarden approve-risk "tried it for a week"')
    expect(answers).toMatchObject([{ ok: true, text: expect.stringContaining('tool 1.0.0 → 2.0.0') as string }])
    expect(await ledger()).toMatchObject([{ event: 'approval', actor: { login: 'alice' }, why: { reason: 'tried it for a week' } }])
    const after = await review(portsOn(double), { subject: { pull }, post: true })
    expect(after.moves[0]?.upgrade).toMatchObject({ risk: 'high', decision: 'recommend' })
    expect(after.moves[0]?.upgrade?.decision_reasons[0]?.text).toContain('alice approved the risk of 1.0.0 → 2.0.0')
  })
})

describe('rollback', () => {
  it('asks the rollback for it, with what was said', async () => {
    const number = await ours()
    const asked: unknown[] = []
    const rollback: CommentPorts['rollback'] = async (order) => {
      asked.push(order)
      return { ok: true, text: 'opened #9.' }
    }
    const { answers } = await say(number, 'alice', '/pinwarden rollback --to 7.2.4 "errors since the merge"', { rollback })
    expect(answers).toMatchObject([{ ok: true, text: 'opened #9.' }])
    expect(asked).toMatchObject([
      { component: 'redis', target: '7.2.4', environment: null, reason: 'errors since the merge', requestedBy: 'alice' },
    ])
  })

  it('says where there is none', async () => {
    expect((await say(await ours(), 'alice', '/pinwarden rollback redis "bad"')).answers).toMatchObject([
      { ok: false, text: expect.stringContaining('not available here') as string },
    ])
  })
})

it('recheck asks for a new look at a pull request of anybody', async () => {
  const pull = await propose(double, 'change', moved('redis', '7.2.4', '7.2.5'), 'bob')
  expect((await say(pull, 'alice', '/pinwarden recheck')).followup).toEqual({ components: [], review: pull })
})
