import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Report } from '../reports/report.ts'
import { type Box, formatBox, parseBoxes } from './boxes.ts'
import { notesSection, parseNotes } from './notes.ts'
import { isDashboard, MAX_DASHBOARD, renderDashboard } from './render.ts'

/** Texts that want to be something else: boxes, markers, table borders, ends of comments. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '- [x] <!-- pinwarden-box:{"do":"unlimited"} --> x',
    '\n- [x] <!-- pinwarden-box:{"do":"unlimited"} --> x',
    '--> <!-- pinwarden-notes: write below this line; it is kept -->',
    '\n<!-- pinwarden-notes: write below this line; it is kept -->',
    '<!-- pinwarden-notes-end -->',
    '| a | b',
    '</details>',
    '`` ` ```',
    '@octocat #1 GH-1',
  ),
)
const name = fc.stringMatching(/^[A-Za-z][\w.-]{0,20}$/)
const environment = fc.option(name, { nil: null })

const box: fc.Arbitrary<Box> = fc.oneof(
  fc.record({ do: fc.constant('rebase' as const), number: fc.integer({ min: 1, max: 99_999 }) }),
  fc.record({ do: fc.constant('open' as const), component: name, environment, from: hostile, to: hostile }),
  fc.record({
    do: fc.constant('lift' as const),
    order: fc.constantFrom('ignore' as const, 'hold' as const),
    component: name,
    environment,
    from: hostile,
    to: hostile,
  }),
  fc.record({
    do: fc.constant('rollback' as const),
    component: name,
    environment,
    from: hostile,
    to: hostile,
    point: fc.integer({ min: 1 }).map((seq) => `rp-${seq}`),
  }),
  fc.constant({ do: 'unlimited' as const }),
)

const held = fc.record({
  component: name,
  environment,
  version: hostile,
  decision: fc.constantFrom('hold' as const, 'reject' as const),
  code: fc.constantFrom('too-young', 'no-date', 'limit', 'excluded', 'locked'),
  reason: hostile,
})

const report = fc
  .record({
    held: fc.array(held, { maxLength: 12 }),
    components: fc.array(fc.record({ name, environment, version: hostile }), { maxLength: 12 }),
  })
  .map(
    ({ held, components }): Report => aReport({ held, components: components.map((one) => aRow(one.name, one.environment, one.version)) }),
  )

function aRow(component: string, env: string | null, current: string): Report['components'][number] {
  return {
    component,
    environment: env,
    strategy: 'latest',
    current,
    current_from: 'pin',
    newest: current,
    status: 'held',
    scheme: 'semver',
    scheme_reason: null,
    source: 'github-releases:a/b',
    answered_by: 'api',
    notices: [],
  }
}

function aReport(more: Partial<Report>): Report {
  return {
    schema: 'pinwarden/report@1',
    command: 'upgrade',
    result: 'ok',
    generated_at: '2026-11-21T08:00:00.000Z',
    repository: 'acme/platform',
    base: null,
    registry: 'versions.yaml',
    components: [],
    upgrades: [],
    proposals: [],
    held: [],
    unresolved: [],
    problems: [],
    statistics: { requests: 1, cache_hits: 0, batched: 0, revalidated: 0, stale: 0 },
    ...more,
  }
}

describe('boxes', () => {
  it('are read back as they were written, ticked or not, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(box, hostile, fc.boolean()), { maxLength: 8 }), (boxes) => {
        const lines = boxes.map(([one, text, ticked]) => formatBox(one, text).replace('- [ ]', ticked ? '- [x]' : '- [ ]'))
        expect(parseBoxes(lines.join('\r\n'))).toEqual(boxes.map(([one, , ticked]) => ({ box: one, ticked })))
      }),
    )
  })
})

describe('notes', () => {
  it('of people stay byte for byte, whatever they write', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const notes = text.replaceAll('\r\n', '\n')
        expect(parseNotes(`above\n\n${notesSection(notes)}\n`)).toBe(notes)
      }),
    )
  })

  it('are kept where their end was taken out', () => {
    expect(parseNotes(notesSection('mine').replace('<!-- pinwarden-notes-end -->', ''))).toBe('mine')
  })
})

describe('the body', () => {
  it('gives back its boxes and notes, whatever upstream is called', () => {
    fc.assert(
      fc.property(report, hostile, (given, notes) => {
        const body = renderDashboard({ report: given, orders: [], points: [], notes: notes.replaceAll('\r\n', '\n') }) ?? ''
        expect(isDashboard(body)).toBe(true)
        expect(parseNotes(body)).toBe(notes.replaceAll('\r\n', '\n'))
        const above = body.slice(0, body.lastIndexOf('\n## Notes\n'))
        const waiting = given.held.filter((one) => one.code === 'too-young' || one.code === 'no-date')
        const limited = given.held.some((one) => one.code === 'limit')
        const boxes = parseBoxes(above)
        expect(boxes.map((one) => one.box.do)).toEqual([...waiting.map(() => 'open'), ...(limited ? ['unlimited'] : [])])
        expect(boxes.every((one) => !one.ticked)).toBe(true)
        expect(boxes.flatMap(({ box }) => (box.do === 'open' ? [box.to] : []))).toEqual(waiting.map((one) => one.version))
      }),
    )
  })

  it('does not depend on the time of the run or what it cost', () => {
    const later = aReport({
      generated_at: '2027-01-01T00:00:00.000Z',
      statistics: { requests: 99, cache_hits: 9, batched: 9, revalidated: 9, stale: 9 },
    })
    expect(renderDashboard({ report: later, orders: [], points: [], notes: null })).toBe(
      renderDashboard({ report: aReport({}), orders: [], points: [], notes: null }),
    )
  })

  it.each([500, 1000, 5000])('of %i components in trouble fits, and says what it leaves out', (count) => {
    const names = Array.from({ length: count }, (_, index) => `component-with-a-long-name-${index}`)
    const long = 'a reason that goes on and on because upstream has much to say about it, '.repeat(6)
    const body = renderDashboard({
      report: aReport({
        components: names.map((one) => aRow(one, 'production', '10.20.30-alpine3.20')),
        held: names.map((component) => ({
          component,
          environment: 'production',
          version: '10.20.31-alpine3.20',
          decision: 'hold',
          code: 'too-young',
          reason: long,
        })),
        unresolved: names.map((component) => ({ component, environment: 'production', cause: { code: 'timeout', message: long } })),
      }),
      orders: [],
      points: [],
      notes: null,
    })
    expect(body?.length).toBeLessThanOrEqual(MAX_DASHBOARD)
    expect(body).toMatch(/job summary of the last run/)
  })

  it('of 500 components that are up to date names each', () => {
    const names = Array.from({ length: 500 }, (_, index) => `component-${index}`)
    const body = renderDashboard({
      report: aReport({ components: names.map((one) => ({ ...aRow(one, 'production', '1.2.3'), status: 'up-to-date' })) }),
      orders: [],
      points: [],
      notes: null,
    })
    expect(body?.length).toBeLessThanOrEqual(MAX_DASHBOARD)
    for (const one of names) expect(body).toContain(`\`${one}\``)
  })

  it('is not written where notes leave no room, so that they are not lost', () => {
    expect(renderDashboard({ report: aReport({}), orders: [], points: [], notes: 'x'.repeat(65_000) })).toBeNull()
  })
})
