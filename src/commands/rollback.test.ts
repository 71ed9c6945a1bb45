import { afterEach, describe, expect, it } from 'vitest'
import {
  type Files,
  type HowMerged,
  memoryLedger,
  places,
  portsOf,
  type RollbackPlace,
  recordChange,
} from '../../test/support/rollback-world.ts'
import type { RollbackReport } from '../core/reports/rollback.ts'
import type { RollbackRequest } from './rollback/request.ts'
import { openRollback } from './rollback.ts'

const REGISTRY = `# what we run
components:
  redis: # the cache
    version: "7.4.2" # keep in step
    source: { datasource: static, package: redis, releases: ["7.4.0", "7.4.1", "7.4.2", "7.4.5", "8.0.0"] }
    pins:
      - { file: compose.yaml, image: redis }
`
const COMPOSE = 'services:\n  cache:\n    image: redis:7.4.2 # do not touch\n    ports: ["6379"]\n'
const UPGRADED: Files = { 'versions.yaml': REGISTRY, 'compose.yaml': COMPOSE }
const back = (files: Files, from = '7.4.2', to = '7.4.1'): Files =>
  Object.fromEntries(
    Object.entries(files).map(([path, text]) => [
      path,
      text.replaceAll(`redis:${from}`, `redis:${to}`).replace(`"${from}" # keep`, `"${to}" # keep`),
    ]),
  )
const ORIGINAL = back(UPGRADED)

let place: RollbackPlace
afterEach(() => place.close())

const REDIS = { component: 'redis', environment: null, from: '7.4.1', to: '7.4.2' }

async function ask(ledger: ReturnType<typeof memoryLedger>, more: Partial<RollbackRequest> = {}): Promise<RollbackReport> {
  return openRollback(
    portsOf(place, ledger),
    { component: 'redis', reason: 'integration-tests failed twice after merge', requestedBy: 'ada', ...more },
    { sleep: async () => undefined },
  )
}

/** Main with redis upgraded from 7.4.1 to 7.4.2 by a pull request. */
async function upgraded(make: (files: Files) => Promise<RollbackPlace>, before: Files, after: Files, how: HowMerged = 'merge', more = {}) {
  place = await make(before)
  const ledger = memoryLedger()
  const changed = Object.fromEntries(Object.entries(after).filter(([path, text]) => before[path] !== text))
  const merged = await place.change([changed], how, 'Bump redis from 7.4.1 to 7.4.2')
  await recordChange(ledger, { moves: [REDIS], before, after, ...more }, merged, how)
  return { ledger, merged }
}

/** Asks for a dry run and then in earnest, which must come to the same; gives the texts on the branch. */
async function rolledBack(ledger: ReturnType<typeof memoryLedger>, more: Partial<RollbackRequest> = {}) {
  const branches = await place.branches()
  const dry = await ask(ledger, { ...more, dryRun: true })
  expect(await place.branches()).toEqual(branches)
  const report = await ask(ledger, more)
  expect(report, JSON.stringify(report)).toMatchObject({ result: 'opened', ok: true })
  const { proposal } = report
  if (proposal === null) throw new Error('there is no proposal')
  expect({ ...dry, result: 'opened' }).toMatchObject({
    files: report.files,
    proposal: { title: proposal.title, body: proposal.body, labels: proposal.labels },
    actions: report.actions,
  })
  const text = (path: string) => place.text(path, proposal.branch)
  return { report, proposal, text, message: await place.message(proposal.branch) }
}

describe.each(Object.entries(places))('a rollback on %s', (where, make) => {
  it.each(['merge', 'squash', 'rebase'] as const)(
    'takes back what was merged by %s, says so by its commits, and keeps the version from coming back',
    async (how) => {
      const { ledger, merged } = await upgraded(make, ORIGINAL, UPGRADED, how)
      const { report, proposal, text, message } = await rolledBack(ledger)
      expect(await text('compose.yaml')).toBe(ORIGINAL['compose.yaml'])
      expect(await text('versions.yaml')).toBe(`${ORIGINAL['versions.yaml']}upgrade_policies:
  excluded_versions:
    redis:
      - version: 7.4.2
        reason: integration-tests failed twice after merge
${merged.url === null || !merged.url.startsWith('http') ? '' : `        issue_url: ${merged.url}\n`}        added_at: 2026-11-21
        rolled_back_to: 7.4.1
`)
      const number = merged.number === null ? '' : ` (#${merged.number})`
      expect(proposal.branch).toBe('pinwarden/rollback/redis/7.4.2-to-7.4.1')
      expect(proposal.title).toBe(`revert: deps(redis): bump 7.4.1 to 7.4.2${number}`)
      expect(message.split('\nPinwarden-Digest')[0]).toMatch(
        new RegExp(
          `^revert: deps\\(redis\\): bump 7.4.1 to 7.4.2${number.replace(/[()]/g, '\\$&')}\\n\\nThis reverts commit ${merged.commits[0]}\\.\\n\\nRollback-Id: rb_[0-9a-f]{26}\\nRollback-Component: redis\\nRollback-From: 7.4.2\\nRollback-To: 7.4.1\\nRollback-Reason: integration-tests failed twice after merge\\nRequested-By: ada$`,
        ),
      )
      expect(report.reverts).toEqual(merged.commits)
      expect(proposal.labels).toEqual(['pinwarden', 'risk: low', 'component: redis', 'rollback'])
      expect(await text('CHANGELOG.md')).toContain(
        `### Rollbacks\n\n- redis was rolled back from 7.4.2 to 7.4.1: integration-tests failed twice after merge${number}\n`,
      )
      expect(ledger.all.slice(2).map(({ event }) => event)).toEqual(['rollback-requested', 'rollback-opened', 'excluded'])
    },
  )

  it('follows a component that was renamed since, whichever of its names is given', async () => {
    const { ledger } = await upgraded(make, ORIGINAL, UPGRADED)
    const renamed = REGISTRY.replace('redis: # the cache', 'cache:\n    aliases: [redis]')
    await place.change([{ 'versions.yaml': renamed }], 'merge', 'Call it what it is')
    const dry = await ask(ledger, { component: 'cache', dryRun: true })
    expect(dry).toMatchObject({ result: 'planned', proven: true })
    const { proposal, text } = await rolledBack(ledger)
    expect(proposal.branch).toBe('pinwarden/rollback/cache/7.4.2-to-7.4.1')
    expect(await text('compose.yaml')).toBe(ORIGINAL['compose.yaml'])
    expect(ledger.all.at(-1)?.moves).toMatchObject([{ component: 'cache' }])
  })

  it('names all commits of a rebase of several', async () => {
    place = await make(ORIGINAL)
    const ledger = memoryLedger()
    const steps: Files[] = [{ 'compose.yaml': COMPOSE }, { 'versions.yaml': REGISTRY }]
    const merged = await place.change(steps, 'rebase', 'Bump redis')
    await recordChange(ledger, { moves: [REDIS], before: ORIGINAL, after: UPGRADED }, merged, 'rebase')
    const { message } = await rolledBack(ledger)
    expect(merged.commits.length).toBe(2)
    expect(message).toContain(merged.commits.map((sha) => `This reverts commit ${sha}.`).join('\n'))
  })

  it('keeps what others changed since: the line beside, the comment on the line, the rest of the file', async () => {
    const { ledger } = await upgraded(make, ORIGINAL, UPGRADED)
    const since = COMPOSE.replace('do not touch', 'asked ops')
      .replace('  cache:\n', '  # the cache\n  cache:\n')
      .replace('"6379"', '"6380"')
    await place.commit({ 'compose.yaml': since, 'README.md': 'Hello\n' })
    const { message, text, report } = await rolledBack(ledger)
    expect(await text('compose.yaml')).toBe(since.replace('redis:7.4.2', 'redis:7.4.1'))
    expect(await text('README.md')).toBe('Hello\n')
    expect(report.reverts).toEqual([])
    expect(message.split('\n', 3)).toEqual(['revert(redis): roll back 7.4.2 to 7.4.1', '', expect.stringMatching(/^Rollback-Id: /)])
  })

  it('goes back over a pin that was bumped again, and says which versions go with it', async () => {
    const { ledger } = await upgraded(make, ORIGINAL, UPGRADED)
    const [before, after] = [UPGRADED, back(UPGRADED, '7.4.2', '7.4.5')]
    const merged = await place.change([after], 'squash', 'Bump redis')
    await recordChange(ledger, { moves: [{ ...REDIS, from: '7.4.2', to: '7.4.5' }], before, after }, merged, 'squash')
    const { text, proposal, message } = await rolledBack(ledger, { to: '7.4.1' })
    expect(await text('compose.yaml')).toBe(ORIGINAL['compose.yaml'])
    expect(message.split('\n')[0]).toBe('revert(redis): roll back 7.4.5 to 7.4.1')
    expect(proposal.body).toContain('`7.4.2`, merged since, goes with it.')
    expect(await text('versions.yaml')).toContain('- version: 7.4.5\n')
  })

  it('by itself leaves a pin alone that moved on, and proposes the exclusion alone', async () => {
    const { ledger } = await upgraded(make, ORIGINAL, UPGRADED)
    const later = back(UPGRADED, '7.4.2', '7.4.5')
    await place.commit(later)
    const report = await ask(ledger, { source: 'auto-revert', bad: '7.4.2', to: '7.4.1' })
    expect(report).toMatchObject({
      result: 'superseded',
      ok: true,
      proposal: { branch: 'pinwarden/rollback/redis/exclude-7.4.2', title: 'chore(redis): exclude 7.4.2' },
    })
    expect(await place.text('compose.yaml', report.proposal?.branch)).toBe(later['compose.yaml'])
    expect(await place.text('versions.yaml', report.proposal?.branch)).toContain('- version: 7.4.2\n')
    expect(await place.text('CHANGELOG.md', report.proposal?.branch)).toBeNull()
    expect(ledger.all.find(({ event }) => event === 'rollback-opened')?.details).toMatchObject({ kind: 'exclusion', source: 'auto-revert' })
    expect(await ask(ledger, { source: 'auto-revert', bad: '7.4.2', to: '7.4.1' })).toMatchObject({ result: 'in_progress' })
  })

  it('keeps CRLF and a byte order mark', async () => {
    const crlf = (files: Files): Files =>
      Object.fromEntries(Object.entries(files).map(([path, text]) => [path, `\uFEFF${text.replaceAll('\n', '\r\n')}`]))
    const { ledger } = await upgraded(make, crlf(ORIGINAL), crlf(UPGRADED))
    const { text, report } = await rolledBack(ledger)
    expect(await text('compose.yaml')).toBe(crlf(ORIGINAL)['compose.yaml'])
    expect(await text('versions.yaml')).toMatch(/^\uFEFF(?:[^\r\n]*\r\n)+$/)
    expect(report.reverts.length).toBe(1)
  })

  it('restores the digest beside the version from the ledger', async () => {
    const [old, fresh] = ['a', 'b'].map((digit) => `sha256:${digit.repeat(64)}`)
    const pinned = (version: string, digest: string | undefined) => ({
      'versions.yaml': REGISTRY.replace('7.4.2" #', `${version}" #`),
      'compose.yaml': COMPOSE.replace('7.4.2', `${version}@${digest}`),
    })
    const { ledger } = await upgraded(make, pinned('7.4.1', old), pinned('7.4.2', fresh))
    const { text } = await rolledBack(ledger)
    expect(await text('compose.yaml')).toBe(pinned('7.4.1', old)['compose.yaml'])
  })

  it('does nothing where a digest stands and none of the target is known', async () => {
    const { ledger } = await upgraded(make, ORIGINAL, UPGRADED)
    await place.commit({ 'compose.yaml': COMPOSE.replace('7.4.2', `7.4.2@sha256:${'c'.repeat(64)}`) })
    const report = await ask(ledger)
    expect(report).toMatchObject({ result: 'pin_moved', ok: false })
    expect(report.message).toContain('digest')
    expect(ledger.all.at(-1)).toMatchObject({ event: 'refused', details: { code: 'pin_moved' } })
  })

  it('restores every hash of a requirement', async () => {
    const registry = (version: string) => `global: { safety: { security_advisory_check: false } }
components:
  click:
    source: { datasource: static, package: click, releases: ["8.1.7", "8.1.8"] }
    pins:
      - { file: requirements.txt, requirements: click }
# ${version}
`
    const lines = (version: string, digits: string) =>
      `# top\nattrs==1.0\nclick==${version} \\\n${[...digits].map((digit) => `    --hash=sha256:${digit.repeat(64)}`).join(' \\\n')}\nzipp==3.0\n`
    const files = (version: string, digits: string) => ({ 'versions.yaml': registry(version), 'requirements.txt': lines(version, digits) })
    const [before, after] = [files('8.1.7', 'abc'), files('8.1.8', 'de')]
    place = await make(before)
    const ledger = memoryLedger()
    const move = { component: 'click', environment: null, from: '8.1.7', to: '8.1.8' }
    const merged = await place.change([after], 'squash', 'Bump click')
    await recordChange(ledger, { moves: [move], before, after }, merged, 'squash')
    const { text } = await rolledBack(ledger, { component: 'click' })
    expect(await text('requirements.txt')).toBe(before['requirements.txt'])
  })

  it('finds the pin in a file that was moved', async () => {
    const { ledger } = await upgraded(make, ORIGINAL, UPGRADED)
    await place.commit({
      'compose.yaml': null,
      'deploy/compose.yaml': COMPOSE,
      'versions.yaml': REGISTRY.replace('file: compose.yaml', 'file: deploy/compose.yaml'),
    })
    const { text } = await rolledBack(ledger)
    expect(await text('deploy/compose.yaml')).toBe(ORIGINAL['compose.yaml'])
  })

  it('takes back one environment of two in the same file, and no other', async () => {
    const registry = `components:
  redis:
    source: { datasource: static, package: redis, releases: ["7.4.1", "7.4.2"] }
environments:
  staging:
    component_overrides:
      redis: { version: "V1", pins: [{ file: values.yaml, yaml: staging.redis }] }
  production:
    promote_from: staging
    component_overrides:
      redis: { version: "V2", pins: [{ file: values.yaml, yaml: production.redis }] }
`
    const files = (one: string, two: string) => ({
      'versions.yaml': registry.replace('V1', one).replace('V2', two),
      'values.yaml': `staging: { redis: ${one} } # a\nproduction: { redis: ${two} } # b\n`,
    })
    const [before, after] = [files('7.4.2', '7.4.1'), files('7.4.2', '7.4.2')]
    place = await make(before)
    const ledger = memoryLedger()
    const merged = await place.change([after], 'squash', 'Bump redis')
    await recordChange(ledger, { moves: [{ ...REDIS, environment: 'production' }], before, after }, merged, 'squash')
    expect(await ask(ledger)).toMatchObject({ result: 'unknown_component', help: 'Name one with `--environment`.' })
    const { text, proposal } = await rolledBack(ledger, { environment: 'production' })
    expect(await text('values.yaml')).toBe(before['values.yaml'])
    expect(await text('versions.yaml')).toContain('environments: [production]')
    expect((await text('versions.yaml'))?.startsWith(before['versions.yaml'])).toBe(true)
    expect(proposal).toMatchObject({
      branch: 'pinwarden/rollback/redis/production/7.4.2-to-7.4.1',
      labels: expect.arrayContaining(['env: production']),
    })
  })

  describe('of a pull request with two components', () => {
    const registry = `components:
  loki:
    source: { datasource: static, package: loki, releases: ["3.1.0", "3.2.0"] }
    pins: [{ file: values.yaml, yaml: loki }]
  promtail:
    source: { datasource: static, package: promtail, releases: ["3.1.0", "3.2.0"] }
    pins: [{ file: values.yaml, yaml: promtail }]
`
    const rules = `compatibility:\n  - { component: promtail, versions: ">=3.2.0", requires: { loki: ">=3.2.0" }, reason: push API }\n`
    const files = (version: string, more = '') => ({
      'versions.yaml': registry + more,
      'values.yaml': `loki: ${version}\npromtail: ${version} # c\n`,
    })
    const moves = ['loki', 'promtail'].map((component) => ({ component, environment: null, from: '3.1.0', to: '3.2.0' }))
    const start = async (more: string, lockstep: boolean) => {
      const [before, after] = [files('3.1.0', more), files('3.2.0', more)]
      place = await make(before)
      const ledger = memoryLedger()
      const merged = await place.change([{ 'values.yaml': after['values.yaml'] }], 'merge', 'Bump loki and promtail')
      await recordChange(ledger, { moves, before, after, lockstep }, merged, 'merge')
      return ledger
    }

    it('takes only the asked one back where the other can stay', async () => {
      const { text, report } = await rolledBack(await start('', false), { component: 'loki' })
      expect(await text('values.yaml')).toBe('loki: 3.1.0\npromtail: 3.2.0 # c\n')
      expect(report.reverts).toEqual([])
    })

    it('takes both back where they must travel together, which is the exact inverse', async () => {
      const { text, report, proposal, message } = await rolledBack(await start('', true), { component: 'loki' })
      expect(await text('values.yaml')).toBe('loki: 3.1.0\npromtail: 3.1.0 # c\n')
      expect(report.reverts.length).toBe(1)
      expect(proposal.title).toMatch(/^revert: deps\(loki, promtail\): bump 3\.1\.0 to 3\.2\.0/)
      expect(message).toContain('Rollback-Component: promtail')
    })

    it('refuses with the exact constraint where another would no longer fit, and offers the set', async () => {
      const ledger = await start(rules, false)
      const report = await ask(ledger, { component: 'loki' })
      expect(report).toMatchObject({
        result: 'incompatible',
        message: 'loki 3.1.0 does not fit: promtail needs loki >=3.2.0, and loki would be 3.1.0 (push API).',
        help: 'Roll them back together: `--with promtail`.',
      })
      const { text } = await rolledBack(ledger, { component: 'loki', with: ['promtail'] })
      expect(await text('values.yaml')).toBe('loki: 3.1.0\npromtail: 3.1.0 # c\n')
    })
  })

  it('asked twice gives the same pull request, built anew where the base moved', async () => {
    const { ledger } = await upgraded(make, ORIGINAL, UPGRADED)
    const first = await ask(ledger)
    const second = await ask(ledger)
    expect(second).toMatchObject({
      result: 'in_progress',
      ok: true,
      actions: [],
      proposal: { number: first.proposal?.number, branch: first.proposal?.branch },
    })
    await place.commit({ 'compose.yaml': COMPOSE.replace('6379', '6380') })
    const third = await ask(ledger)
    expect(third).toMatchObject({ result: 'in_progress', actions: [expect.stringMatching(/^build .* anew/)] })
    expect(await place.text('compose.yaml', third.proposal?.branch)).toBe(COMPOSE.replace('6379', '6380').replace('7.4.2', '7.4.1'))
    // Without a number only the newest head tells a merge by hand.
    expect(ledger.all.filter(({ event }) => event === 'rollback-opened').length).toBe(third.proposal?.number === null ? 2 : 1)
    expect(ledger.all.some(({ event, details }) => event === 'no-op' && details?.['code'] === 'in_progress')).toBe(true)
  })

  it('by itself obeys a person who closed it; a person who asks again gets a new one', async () => {
    const { ledger } = await upgraded(make, ORIGINAL, UPGRADED)
    const auto = { source: 'auto-revert', bad: '7.4.2', to: '7.4.1' } as const
    const first = await ask(ledger, auto)
    expect(first).toMatchObject({
      result: 'opened',
      proposal: { body: expect.stringContaining('**Rolls back `redis`**, by itself, for a watched signal failed.') },
    })
    await place.closeProposal(first.proposal?.branch ?? '', first.proposal?.number ?? null)
    expect(await ask(ledger, auto)).toMatchObject({ result: 'closed_by_person', ok: true, actions: [] })
    expect(await ask(ledger)).toMatchObject({ result: 'opened', proposal: { branch: first.proposal?.branch } })
  })

  it('leaves a branch alone that people pushed to', async () => {
    const { ledger } = await upgraded(make, ORIGINAL, UPGRADED)
    const { proposal } = await rolledBack(ledger)
    await place.pushTo(proposal.branch, { 'compose.yaml': 'mine: true\n' })
    await place.commit({ 'compose.yaml': COMPOSE.replace('6379', '6380') })
    expect(await ask(ledger)).toMatchObject({ result: 'in_progress', actions: [expect.stringContaining('people-pushed')] })
    expect(await place.text('compose.yaml', proposal.branch)).toBe('mine: true\n')
  })

  it('is brought forward again by a reland alone, which lifts the exclusion', async () => {
    const { ledger } = await upgraded(make, ORIGINAL, UPGRADED)
    const { proposal } = await rolledBack(ledger)
    await place.merge(proposal.branch, proposal.number)
    const opened = ledger.all.find(({ event }) => event === 'rollback-opened')
    if (opened === undefined) throw new Error('not recorded')
    const { seq: _, prev: __, hash: ___, ...entry } = opened
    await ledger.append([{ ...entry, event: 'rollback-merged' }])
    expect(await ask(ledger, { to: '7.4.1' })).toMatchObject({ result: 'already_rolled_back', ok: true })
    expect(await ask(ledger, { to: '7.4.2' })).toMatchObject({ result: 'not_a_rollback' })
    const reland = await rolledBack(ledger, { to: '7.4.2', reland: true, reason: 'the tests were wrong' })
    expect(await reland.text('compose.yaml')).toBe(COMPOSE)
    expect(await reland.text('versions.yaml')).toBe(REGISTRY)
    expect(reland.proposal.labels).toContain('reland')
    expect(ledger.all.findLast(({ event }) => event === 'rollback-opened')?.details).toMatchObject({ kind: 'reland' })
    expect(ledger.all.at(-1)).toMatchObject({ event: 'exclusion-lifted', why: { reason: 'the tests were wrong' } })
    expect(await reland.text('CHANGELOG.md')).not.toContain('rolled back')
    expect(where).not.toBe('')
  })
})
