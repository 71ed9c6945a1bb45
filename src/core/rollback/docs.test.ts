import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { resolving, steps } from '../../../test/support/resolving.ts'
import { modules } from '../../commands/modules.ts'
import type { LedgerEntry, LedgerRecord } from '../model/ledger.ts'
import { formatProblem } from '../model/problems.ts'
import { parseRegistry } from '../registry/parse.ts'
import { versionings } from '../versioning/index.ts'
import { foldRollbacks } from './fold.ts'
import { outcomesDocs } from './outcome.ts'
import { parseTarget, resolveTarget } from './target.ts'

const page = readFileSync(new URL('../../../docs/rollback.md', import.meta.url), 'utf8')
/** Fenced blocks with what stands behind their fence. */
const blocks = [...page.matchAll(/^```(\S+)(?: (\w+))?\n([\s\S]*?)^```$/gm)].map(([, language, kind, body]) => ({
  language,
  kind,
  body: body?.trim() ?? '',
}))
const examples = blocks.filter(({ kind }) => kind === 'example').map(({ body }) => body)

const LINE = /^(merged|verified|rolled back|upstream|offered|previous|last-good):? (.*)$/

function told(body: string): { what: string; rest: string; from: string; to: string }[] {
  return body.split('\n').map((line) => {
    const [, what = '', rest = ''] = LINE.exec(line) ?? []
    const [from = '', to = ''] = rest.split(' → ')
    return { what, rest, from, to }
  })
}

/** What the ledger would hold after these lines. */
function recordsOf(lines: ReturnType<typeof told>): LedgerRecord[] {
  const entries = lines.flatMap(({ what, from, to, rest }, number): Pick<LedgerEntry, 'event' | 'moves' | 'points' | 'proposal'>[] => {
    const move = { component: 'redis', environment: null, from, to }
    const shared = { moves: [move], proposal: { id: 'redis', number, url: null, branch: 'b' } }
    if (what === 'merged')
      return [
        { event: 'proposal-opened', ...shared, points: [{ ...move, paths: [], siblings: [], lockstep: false }] },
        { event: 'proposal-merged', ...shared },
      ]
    if (what === 'verified') return [{ event: 'verified', moves: [{ ...move, to: rest }] }]
    return what === 'rolled back' ? [{ event: 'rollback-merged', ...shared }] : []
  })
  return entries.map((entry, index) => ({
    ...entry,
    at: index,
    actor: { login: 'ada', type: 'person' },
    seq: index + 1,
    prev: '',
    hash: '',
  }))
}

function targetAfter(lines: ReturnType<typeof told>, wish: string): string | null {
  const history = foldRollbacks(recordsOf(lines))
  const subject = { component: 'redis', environment: null }
  const last = lines.findLast(({ what }) => what === 'merged' || what === 'rolled back')
  const context = { ...subject, points: history.points, ran: () => false, current: last?.to ?? '', versioning: versionings.semver }
  return resolveTarget(parseTarget(wish), context)?.version ?? null
}

function offeredAfter(lines: ReturnType<typeof told>): string {
  const excluded = lines.flatMap(({ what, from, to }) =>
    what === 'rolled back' ? [{ version: from, rolledBackTo: to, reason: 'bad' }] : [],
  )
  const upstream = lines.find(({ what }) => what === 'upstream')?.rest.split(' ') ?? []
  const offered = steps(resolving('7.4.1', upstream, { excluded })).map((one) => one.split(' ')[1])
  return offered.length === 0 ? 'nothing' : offered.join(' ')
}

describe('docs/rollback.md', () => {
  it('has the table of outcomes as the code has it', () => {
    expect(page).toContain(`<!-- begin: outcomes -->\n${outcomesDocs()}\n<!-- end: outcomes -->`)
  })

  it('is full of examples', () => {
    expect(examples.length).toBeGreaterThan(6)
    for (const body of examples) for (const { what } of told(body)) expect([body, what]).not.toEqual([body, ''])
  })

  it.each(examples.map((body) => [body.split('\n').at(-1), body]))('%s', (_, body) => {
    const lines = told(body)
    const wanted = lines.pop()
    const found = wanted?.what === 'offered' ? offeredAfter(lines) : targetAfter(lines, wanted?.what ?? '')
    expect(found).toBe(wanted?.rest)
  })

  it('shows registries that are valid', () => {
    for (const { body } of blocks.filter(({ language, kind }) => language === 'yaml' && kind !== 'workflow')) {
      expect(parseRegistry(body, 'versions.yaml', modules).problems.map(formatProblem)).toEqual([])
    }
  })

  it('gives the Action only inputs that it has', () => {
    const action = z
      .object({ inputs: z.record(z.string(), z.unknown()) })
      .parse(parse(readFileSync(new URL('../../../action.yml', import.meta.url), 'utf8')))
    const step = z.object({ with: z.record(z.string(), z.unknown()) })
    const workflow = z.object({
      on: z.object({ workflow_dispatch: z.object({ inputs: z.record(z.string(), z.unknown()) }) }),
      jobs: z.object({ rollback: z.object({ steps: z.array(step) }) }),
    })
    const { on, jobs } = workflow.parse(parse(blocks.find(({ kind }) => kind === 'workflow')?.body ?? ''))
    // GitHub takes ten inputs of a workflow that is started by hand.
    expect(Object.keys(on.workflow_dispatch.inputs).length).toBeLessThanOrEqual(10)
    for (const name of Object.keys(jobs.rollback.steps[0]?.with ?? {})) expect(Object.keys(action.inputs)).toContain(name)
  })
})
