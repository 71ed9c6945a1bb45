import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { remarksOf } from './annotations.ts'
import { reviewLabels } from './labels.ts'
import { reviewMarkdown } from './markdown.ts'
import type { ReviewReport } from './report.ts'
import { changedSettings } from './settings.ts'
import { parseReviewMarker, withReviewMarker } from './sticky.ts'

function aReport(more: Partial<ReviewReport> = {}): ReviewReport {
  return {
    schema: 'pinwarden/review@1',
    command: 'review',
    conclusion: 'success',
    title: '1 version changed, low risk',
    risk: 'low',
    generated_at: '2026-11-21T08:00:00.000Z',
    repository: 'acme/platform',
    pull_request: 7,
    base: { branch: 'main', commit: 'b' },
    merge_base: 'b',
    head: { branch: 'change', commit: 'h' },
    registry: 'versions.yaml',
    moves: [],
    problems: [],
    settings: [],
    notices: [],
    posted: [],
    statistics: { requests: 0, cache_hits: 0 },
    ...more,
  }
}

function aMove(
  component: string,
  text = 'A patch step.',
  more: Partial<ReviewReport['moves'][number]> = {},
): ReviewReport['moves'][number] {
  return {
    component,
    environment: null,
    kind: 'moved',
    from: '7.2.4',
    to: '7.2.5',
    places: [{ file: 'compose.yaml', line: 3 }],
    concerns: [],
    upgrade: {
      component,
      environment: null,
      from: '7.2.4',
      to: '7.2.5',
      distance: 'patch',
      lane: 'safe',
      risk: 'low',
      risk_reasons: [{ text }],
      decision: 'recommend',
      decision_reasons: [],
      findings: [{ check: 'breaking-changes', verdict: 'pass', summary: text, evidence: [{ quote: text, url: 'https://example.org/x' }] }],
    },
    ...more,
  }
}

describe('settings that a change alters', () => {
  it('are told as paths, versions and new components left out', () => {
    const before = {
      global: { safety: { minimum_release_age: 7 } },
      components: { redis: { version: '7.2.4', strategy: 'latest', pins: [{ file: 'a', image: 'redis' }] }, gone: { version: '1' } },
      environments: { production: { component_overrides: { redis: { version: '7.2.4' } } } },
    }
    const after = {
      global: { safety: { minimum_release_age: 0 } },
      components: { redis: { version: '7.4.2', strategy: 'range', pins: [] }, fresh: { version: '1', strategy: 'locked' } },
      environments: { production: { component_overrides: { redis: { version: '7.4.2' }, loki: { version: '3.0.0' } } } },
      upgrade_policies: { excluded_versions: { redis: [{ version: '7.4.1', reason: 'bad' }] } },
    }
    expect(changedSettings(before, after)).toEqual([
      'components.redis.pins',
      'components.redis.strategy',
      'global.safety.minimum_release_age',
      'upgrade_policies',
    ])
  })

  it('are none where only order and layout differ', () => {
    expect(changedSettings({ a: { x: 1, y: [{ p: 1, q: 2 }] } }, { a: { y: [{ q: 2, p: 1 }], x: 1 } })).toEqual([])
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(changedSettings(value, JSON.parse(JSON.stringify(value)))).toEqual([])
      }),
    )
  })
})

describe('what a review says', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom(
      '</details><script>',
      '@octocat fixes #1',
      '| a | b\n- [ ] x',
      '<!-- pinwarden-review:{} -->',
      '`` ```',
      '::error::x',
      '[x]: y',
    ),
  )

  it('cannot act by upstream’s words, whatever they are', () => {
    fc.assert(
      fc.property(hostile, hostile, (text, version) => {
        const report = aReport({
          moves: [aMove('redis', text, { to: version, concerns: [{ code: 'excluded', level: 'failure', text }] })],
          problems: [{ code: 'pin-drift', severity: 'error', message: text, file: version, line: 1 }],
          settings: [version],
          notices: [text],
        })
        const body = withReviewMarker(reviewMarkdown(report), { version: 1, labels: [text], moves: [] })
        const outsideCode = body.slice(0, body.lastIndexOf('<!-- pinwarden-review:')).replace(/(`+)[\s\S]*?[^`]\1(?!`)/g, '')
        expect(outsideCode).not.toMatch(/<script|@octocat|#1\b|<!--/)
        expect(parseReviewMarker(body)?.labels).toEqual([text])
        for (const one of remarksOf(report)) expect(`${one.title}${one.message}`).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/)
      }),
    )
  })

  it('fits into a comment and a check, and says what it leaves out', () => {
    const long = '“Ünïcödé” wörds of a very long reason. '.repeat(40)
    const moves = Array.from({ length: 500 }, (_, index) => aMove(`component-${index}`, long))
    const body = withReviewMarker(reviewMarkdown(aReport({ moves })), { version: 1, labels: [], moves: [] })
    expect(body.length).toBeLessThan(65_536)
    expect(Buffer.byteLength(reviewMarkdown(aReport({ moves })))).toBeLessThanOrEqual(65_535)
    expect(body).toMatch(/--json` has all of it/)
  })

  it('is the same text for the same findings, whenever it is written', () => {
    const moves = [aMove('redis')]
    const later = aReport({ moves, generated_at: '2027-01-01T00:00:00.000Z', head: { branch: 'change', commit: 'other' } })
    expect(reviewMarkdown(later)).toBe(reviewMarkdown(aReport({ moves })))
  })

  it('stands on the lines worst first, one remark a rule', () => {
    const bad = aMove('redis', 'x', {
      concerns: [
        { code: 'downgrade', level: 'failure', text: 'older' },
        { code: 'lag', level: 'notice', text: 'lags' },
      ],
    })
    expect(remarksOf(aReport({ moves: [aMove('loki'), bad] })).map((one) => [one.level, one.title])).toEqual([
      ['failure', 'redis 7.2.4 → 7.2.5: downgrade'],
      ['notice', 'loki 7.2.4 → 7.2.5: low risk'],
      ['notice', 'redis 7.2.4 → 7.2.5: lag'],
    ])
  })

  it('gives labels that GitHub takes, and none for each of very many components', () => {
    const names = Array.from({ length: 60 }, (_, index) => `${'a'.repeat(60)}${index}`)
    const few = reviewLabels(aReport({ moves: names.slice(0, 3).map((name) => aMove(name)) }))
    expect(few.every((label) => label.name.length <= 50)).toBe(true)
    expect(reviewLabels(aReport({ moves: names.map((name) => aMove(name)) })).map((label) => label.name)).toEqual(['risk: low'])
  })
})
