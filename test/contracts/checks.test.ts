import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RISKS } from '../../src/core/model/component.ts'
import type { Finding } from '../../src/core/model/finding.ts'
import { VERDICTS } from '../../src/core/model/finding.ts'
import type { Check } from '../../src/core/safety/checks/contract.ts'
import { checks } from '../../src/core/safety/checks/index.ts'
import type { Evidence } from '../../src/core/safety/evidence.ts'
import { aStep } from '../support/builders.ts'
import { CHECK_FIXTURES, type CheckCase, checkCases } from '../support/check-cases.ts'
import { anEvidence, MISSING } from '../support/evidence.ts'

/** With UPDATE_FIXTURES=1 the findings are written anew; a person reads the difference before it is committed. */
const UPDATE = process.env['UPDATE_FIXTURES'] === '1'
const all: [string, Check][] = checks.map((check) => [check.id, { ...check, run: (step, evidence, now) => check.run(step, evidence, now) }])

describe.each(all)('safety check %s', (id, check) => {
  const cases = checkCases(id)

  it('is documented: a label of one line', () => {
    expect(check.label).toMatch(/^[A-Z][^\n|]{10,300}[^.\n]$/)
  })

  it('has cases of its own', () => {
    expect(
      cases.map(({ name }) => name),
      `fixtures/checks/${id}/<case>/{evidence,findings}.json is missing`,
    ).not.toEqual([])
  })

  it.each(cases.map((one) => [one.about, one] as const))('%s', (_, one) => {
    const found: unknown = JSON.parse(JSON.stringify(check.run(one.step, one.evidence, one.now)))
    if (UPDATE) writeFileSync(join(one.folder, 'findings.json'), `${JSON.stringify(found, null, 2)}\n`)
    else expect(found).toEqual(one.findings)
  })

  it('says something of every step, in words fit for people', () => {
    for (const one of cases) {
      const found = check.run(one.step, one.evidence, one.now)
      expect(found.length, `${one.name}: silence`).toBeGreaterThan(0)
      for (const finding of found) expectReadable(finding, id)
    }
  })

  it('says `unknown` where what it needs could not be had', () => {
    for (const kind of check.needs) {
      const missing = MISSING[kind]
      if (missing === undefined) continue
      const found = check.run(aStep(), anEvidence({ [kind]: missing }), 0)
      expect(
        found.map((finding) => finding.verdict),
        `without ${kind}`,
      ).toContain('unknown')
      for (const finding of found) expectReadable(finding, id)
    }
  })

  it('asks for no more than it names, and changes nothing that it is given', () => {
    for (const one of cases) {
      const named = Object.fromEntries(Object.entries(one.evidence).filter(([kind]) => check.needs.some((need) => need === kind)))
      const frozen = deepFrozen(structuredClone(named)) as unknown as Evidence
      expect(check.run(deepFrozen(structuredClone(one.step)), frozen, one.now)).toEqual(check.run(one.step, one.evidence, one.now))
    }
  })

  it('never throws, whatever upstream writes', () => {
    if (cases.length === 0) return
    const hostile = fc.constantFrom(
      '',
      ' ',
      '\u0000',
      'x'.repeat(5000),
      '999999999999999999999.0.0',
      '`](javascript:x)',
      '1.2',
      '💥',
      'NaN',
    )
    fc.assert(
      fc.property(
        fc.constantFrom(...cases),
        fc.nat(),
        hostile,
        fc.double({ min: -8e15, max: 8e15, noNaN: true }),
        (one, where, text, number) => {
          const { step, evidence } = withLeaf({ step: one.step, evidence: one.evidence }, where, text, number)
          for (const finding of check.run(step, evidence, one.now)) expect(VERDICTS).toContain(finding.verdict)
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('fixtures', () => {
  it('belong to checks that exist', () => {
    const known = checks.map((check): string => check.id)
    expect(readdirSync(CHECK_FIXTURES).filter((name) => !known.includes(name))).toEqual([])
  })
})

/** A sentence: it begins like one, ends like one, and holds nothing that only a program would write. */
function expectReadable({ check, verdict, summary, risk, evidence }: Finding, id: string): void {
  expect(check).toBe(id)
  expect(VERDICTS).toContain(verdict)
  expect(summary).toMatch(/^[\p{L}\p{N}`“@][^\p{Cc}]{8,600}[.)”]$/u)
  expect(summary).not.toMatch(/undefined|\[object|NaN|Invalid Date|\bnull\b/)
  if (risk !== undefined) expect(RISKS).toContain(risk)
  if (verdict === 'fail') expect(['medium', 'high'], `${id}: a failure without risk`).toContain(risk)
  if (verdict === 'pass') expect(risk === undefined || risk === 'low', `${id}: a pass with risk`).toBe(true)
  for (const one of evidence) {
    expect(one.quote.trim()).not.toBe('')
    if (one.url !== undefined) expect(one.url).toMatch(/^(https:\/\/|[\w./-]+$)/)
  }
}

function deepFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) deepFrozen(inner)
    Object.freeze(value)
  }
  return value
}

/** A copy with the n-th text or number replaced by another one. Closed sets of words (verdicts, codes) stay as they are. */
function withLeaf(given: Pick<CheckCase, 'step' | 'evidence'>, where: number, text: string, number: number): typeof given {
  const copy = structuredClone(given)
  const places: { holder: Record<string, unknown>; key: string }[] = []
  const walk = (holder: Record<string, unknown>) => {
    for (const [key, value] of Object.entries(holder)) {
      if (typeof value === 'object' && value !== null) walk(value as Record<string, unknown>)
      else if (!CLOSED.has(key) && (typeof value === 'string' || typeof value === 'number')) places.push({ holder, key })
    }
  }
  walk(copy as unknown as Record<string, unknown>)
  const place = places[where % places.length]
  if (place !== undefined) place.holder[place.key] = typeof place.holder[place.key] === 'string' ? text : number
  return copy
}

const CLOSED = new Set([
  'verdict',
  'level',
  'kind',
  'severity',
  'lane',
  'distance',
  'strategy',
  'category',
  'code',
  'from',
  'state',
  'status',
])
