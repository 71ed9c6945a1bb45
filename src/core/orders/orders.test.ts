import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anUpgrade } from '../../../test/support/builders.ts'
import { DAY } from '../model/instant.ts'
import type { LedgerRecord } from '../model/ledger.ts'
import { withApproval } from './approve.ts'
import { type GivenOrder, ORDERS, type StandingOrder } from './contract.ts'
import { orderEntry, readOrder } from './entry.ts'
import { COMMANDS, parseCommands } from './parse.ts'
import { renderReply, repliedTo } from './reply.ts'
import { standingOrders } from './standing.ts'

const NOW = Date.parse('2026-11-21T08:00:00Z')
const parse = (text: string) => parseCommands(text, NOW)
const command = (text: string) => {
  const [first] = parse(text)
  return first !== undefined && 'command' in first ? first.command : first?.problem
}

describe('commands in comments', () => {
  it.each([
    ['/pinwarden rebase', { kind: 'rebase' }],
    ['  /pinwarden recheck  ', { kind: 'recheck' }],
    ['/pinwarden ignore', { kind: 'ignore', until: null }],
    ['/pinwarden ignore until 2026-12-31', { kind: 'ignore', until: Date.parse('2027-01-01T00:00:00Z') }],
    ['/pinwarden ignore 2026-12-31', { kind: 'ignore', until: Date.parse('2027-01-01T00:00:00Z') }],
    ['/pinwarden ignore until 2026-12-31T12:00:00Z', { kind: 'ignore', until: Date.parse('2026-12-31T12:00:00Z') }],
    ['/pinwarden ignore for 2w', { kind: 'ignore', until: NOW + 14 * DAY }],
    ['/pinwarden unignore', { kind: 'unignore' }],
    ['/pinwarden hold', { kind: 'hold' }],
    ['/pinwarden unhold', { kind: 'unhold' }],
    ['/pinwarden approve-risk "tried in staging"', { kind: 'approve-risk', why: 'tried in staging' }],
    ['/pinwarden approve-risk “tried in staging”', { kind: 'approve-risk', why: 'tried in staging' }],
    ['/pinwarden rollback "bad"', { kind: 'rollback', component: null, target: null, environment: null, why: 'bad' }],
    [
      '/pinwarden rollback redis --env production --to 7.2.4 "errors: 5xx"',
      { kind: 'rollback', component: 'redis', target: '7.2.4', environment: 'production', why: 'errors: 5xx' },
    ],
  ])('%s', (text, wanted) => expect(command(text)).toEqual(wanted))

  it.each([
    ['/pinwarden', /a command is missing/],
    ['/pinwarden rebse', /did you mean `rebase`/],
    ['/pinwarden rebase now', /takes nothing/],
    ['/pinwarden ignore until tomorrow', /expected `ignore`/],
    ['/pinwarden ignore until 2026-02-31', /there is no date/],
    ['/pinwarden ignore until 2026-11-20', /has passed/],
    ['/pinwarden ignore for 0d', /expected `ignore`/],
    ['/pinwarden approve-risk because I say so', /expected `approve-risk "why"`/],
    ['/pinwarden approve-risk ""', /empty/],
    ['/pinwarden approve-risk "open', /not closed/],
    ['/pinwarden rollback redis', /a reason is always needed/],
    ['/pinwarden rollback redis --force "x"', /expected `rollback/],
    ['/pinwarden rollback redis mysql "x"', /expected `rollback/],
  ])('%s is answered and not guessed at', (text, why) => expect(command(text)).toMatch(why))

  it.each([
    ['a quotation', '> /pinwarden hold'],
    ['a quotation that goes on', '> he said\n/pinwarden hold'],
    ['a block of code', '```\n/pinwarden hold\n```'],
    ['a block that is never closed', '~~~~ sh\n/pinwarden hold\n~~~\n/pinwarden hold'],
    ['indented code', 'so:\n\n    /pinwarden hold'],
    ['a comment that nobody sees', '<!--\n/pinwarden hold\n-->'],
    ['a word in a line', 'Try /pinwarden hold'],
    ['another word', '/pinwardens hold'],
    ['a list', '- /pinwarden hold'],
  ])('in %s are none', (_, text) => expect(parse(text)).toEqual([]))

  it('stand beside other words, one a line, whatever the line ends are', () => {
    expect(parse('Thanks!\r\n/pinwarden rebase\r\n\r\n> old\r\n\r\n/pinwarden hold\r\n').map((one) => one.line)).toEqual([
      '/pinwarden rebase',
      '/pinwarden hold',
    ])
    expect(parse('/pinwarden hold\n'.repeat(50))).toHaveLength(10)
  })

  it('never throw, and every line that comes out began with the word', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom('/pinwarden ', '\n', '> ', '```', '"', '“', '    ', '<!--', '-->', '--to', ...COMMANDS),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        for (const one of parse(pieces.join(''))) expect(one.line.startsWith('/pinwarden')).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  it('in a quotation or in code are never obeyed, whatever stands around them', () => {
    const inside = fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.replace(/[`~\r\n]/g, ''))
    fc.assert(
      fc.property(
        fc.constantFrom(...COMMANDS),
        inside,
        fc.constantFrom('`', '~'),
        fc.integer({ min: 3, max: 6 }),
        (name, text, mark, length) => {
          const line = `/pinwarden ${name} ${text}`
          const fence = mark.repeat(length)
          expect(parse(`${fence}\n${line}\n${fence}`)).toEqual([])
          expect(parse(`> ${line}`)).toEqual([])
        },
      ),
    )
  })

  it('are read in linear time', () => {
    for (const text of [
      '/pinwarden '.repeat(6000),
      '"'.repeat(60_000),
      `${'`'.repeat(60_000)}\n`,
      '> '.repeat(30_000),
      '<!--'.repeat(15_000),
    ]) {
      const started = performance.now()
      parse(text)
      parse(`/pinwarden ${text}`)
      expect(performance.now() - started).toBeLessThan(500)
    }
  })
})

describe('a reply', () => {
  it('names the comment that it answers, whatever was said there', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1 }), fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (id, line, text) => {
        const body = renderReply(id, 'alice', [{ line, ok: true, text }])
        expect(repliedTo(body)).toBe(id)
        expect(body).not.toMatch(/@[A-Za-z]/)
      }),
    )
    expect(repliedTo('no marker')).toBeNull()
  })
})

const move = { component: 'redis', environment: null, from: '7.2.4', to: '7.4.2' }

function record(given: Partial<GivenOrder>, seq: number): LedgerRecord {
  return { ...orderEntry({ order: 'ignore', moves: [move], by: 'alice', at: NOW, ...given }), seq, prev: '', hash: '' }
}

const standing = (...given: Partial<GivenOrder>[]): StandingOrder[] => standingOrders(given.map(record), NOW)

describe('orders in the ledger', () => {
  it('are read back as they were given', () => {
    const given = fc.record(
      {
        order: fc.constantFrom(...ORDERS),
        moves: fc.constant([move]),
        by: fc.string({ minLength: 1 }),
        at: fc.constant(NOW),
        until: fc.integer({ min: NOW, max: NOW + 1e12 }),
        why: fc.string({ minLength: 1 }),
        url: fc.webUrl(),
        comment: fc.integer({ min: 1 }),
      },
      { requiredKeys: ['order', 'moves', 'by', 'at'] },
    )
    fc.assert(
      fc.property(given, (one) => {
        expect(readOrder(orderEntry(one))).toEqual(one)
      }),
    )
  })

  it('hold until they are lifted or end, each for its component and environment', () => {
    expect(standing({})).toMatchObject([{ order: 'ignore', to: '7.4.2', by: 'alice' }])
    expect(standing({}, { order: 'unignore' })).toEqual([])
    expect(standing({}, { order: 'unhold' })).toHaveLength(1)
    expect(standing({}, { order: 'unignore', moves: [{ ...move, environment: 'production' }] })).toHaveLength(1)
    expect(standing({ until: NOW + DAY })).toHaveLength(1)
    expect(standing({ until: NOW - DAY })).toEqual([])
    expect(standing({ order: 'unignore' }, {})).toHaveLength(1)
  })

  it('of one kind take each other’s place, of two versions stand side by side', () => {
    expect(standing({ until: NOW + DAY }, { until: NOW + 2 * DAY })).toMatchObject([{ until: NOW + 2 * DAY }])
    expect(standing({}, { moves: [{ ...move, to: '7.4.3' }] })).toHaveLength(2)
  })

  it('of a comment that was delivered twice are one, also after it was lifted', () => {
    expect(standing({ comment: 1 }, { order: 'unignore', comment: 2 }, { comment: 1 })).toEqual([])
  })
})

describe('an approved risk', () => {
  const manual = {
    risk: 'high',
    decision: 'manual',
    riskReasons: [],
    decisionReasons: [{ text: 'High risk is decided by a person.' }],
  } as const
  const upgrade = anUpgrade({ from: '7.2.4', to: '7.4.2' }, manual)
  const [approval] = standing({ order: 'approve-risk', why: 'tried' })
  if (approval === undefined) throw new Error('there is an approval')

  it('recommends that very step, and says who approved it and why', () => {
    const { judgement } = withApproval(upgrade, [approval])
    expect(judgement).toMatchObject({ risk: 'high', decision: 'recommend' })
    expect(judgement.decisionReasons[0]?.text).toBe('alice approved the risk of 7.2.4 → 7.4.2 since 2026-11-21: “tried”.')
  })

  it('is no word for another step, and lifts no rejection', () => {
    for (const other of [{ to: '7.4.3' }, { from: '7.2.3' }, { environment: 'production' }]) {
      expect(withApproval({ ...upgrade, ...other }, [approval]).judgement.decision).toBe('manual')
    }
    const rejected = anUpgrade({ from: '7.2.4', to: '7.4.2' }, { ...manual, decision: 'reject' })
    expect(withApproval(rejected, [approval]).judgement.decision).toBe('reject')
  })
})
