import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { review } from '../../src/commands/review.ts'
import { reviewSchema } from '../../src/core/review/report.ts'
import type { GitHubDouble } from '../support/github-double/index.ts'
import { moved, portsOn, propose, REGISTRY, startReviewDouble } from '../support/reviewing.ts'

let double: GitHubDouble

beforeEach(async () => {
  double = await startReviewDouble()
})
afterEach(async () => {
  double.assertClean()
  await double.close()
})

async function judge(files: Readonly<Record<string, string | null>>, branch = 'change') {
  const pull = await propose(double, branch, files)
  return reviewSchema.parse(await review(portsOn(double), { subject: { pull }, post: false }))
}

const codes = (report: Awaited<ReturnType<typeof judge>>) =>
  report.moves.flatMap((move) => move.concerns.map((one) => `${move.component} ${one.level} ${one.code}`))

describe('a pull request of a person', () => {
  it('that moves a component well is a success, with the checks of an upgrade', async () => {
    const report = await judge(moved('redis', '7.2.4', '7.2.5'))
    expect(report).toMatchObject({ conclusion: 'success', title: '1 version changed, low risk', risk: 'low', problems: [], settings: [] })
    expect(report.moves).toMatchObject([{ component: 'redis', environment: null, kind: 'moved', from: '7.2.4', to: '7.2.5', concerns: [] }])
    expect(report.moves[0]?.upgrade).toMatchObject({ distance: 'patch', risk: 'low' })
    expect(report.moves[0]?.upgrade?.findings.map((one) => one.check)).toContain('breaking-changes')
    expect(report.moves[0]?.places).toEqual([
      { file: 'compose.yaml', line: 3, column: 18 },
      { file: 'versions.yaml', line: 3, column: 14 },
    ])
  })

  it('fails for a downgrade', async () => {
    const report = await judge(moved('redis', '7.2.4', '7.0.0'))
    expect(report.conclusion).toBe('failure')
    expect(codes(report)).toContain('redis failure downgrade')
  })

  it('is no downgrade where the ledger has the rollback, of that branch and that step', async () => {
    const ledger = await portsOn(double).ledger?.()
    const entry = (branch: string, to: string) => ({
      event: 'rollback-opened' as const,
      at: 1,
      actor: { login: 'alice', type: 'person' as const },
      moves: [{ component: 'redis', environment: null, from: '7.2.4', to }],
      proposal: { id: 'redis', number: null, url: null, branch },
    })
    await ledger?.append([entry('other', '7.0.0'), entry('change', '6.0.0')])
    const before = await judge(moved('redis', '7.2.4', '7.0.0'))
    expect(codes(before)).toContain('redis failure downgrade')
    await ledger?.append([entry('change', '7.0.0')])
    const after = await review(portsOn(double), { subject: { pull: before.pull_request ?? 0 }, post: false })
    expect(codes(reviewSchema.parse(after))).toEqual(['redis notice rollback'])
    expect(after.conclusion).toBe('success')
  })

  it('fails for an excluded version, by the policy of the base although the change lifts it', async () => {
    const files = moved('redis', '7.2.4', '7.4.1')
    const lifted = (files['versions.yaml'] ?? '').replace(/upgrade_policies:[\s\S]*$/, '')
    const report = await judge({ ...files, 'versions.yaml': lifted })
    expect(report.conclusion).toBe('failure')
    expect(codes(report)).toContain('redis failure excluded')
    expect(report.moves[0]?.concerns[0]?.text).toContain('corrupts streams')
    expect(report.settings).toEqual(['upgrade_policies'])
  })

  it('fails for a locked component', async () => {
    expect(codes(await judge(moved('loki', '3.0.0', '3.0.1')))).toContain('loki failure locked')
  })

  it('fails where components no longer fit together', async () => {
    const unlocked = REGISTRY.replace('    strategy: locked\n', '')
    await double.repository('acme/platform').push('main', { 'versions.yaml': unlocked })
    const files = moved('loki', '3.0.0', '3.1.0')
    const report = await judge({ ...files, 'versions.yaml': unlocked.replace('version: 3.0.0', 'version: 3.1.0') })
    expect(report.conclusion).toBe('failure')
    expect(codes(report)).toContain('loki failure incompatible')
  })

  it('counts the companions of a change as they are after it', async () => {
    const wide = REGISTRY.replace('    strategy: locked\n', '').replace("'>=3.0.0 <3.1.0'", "'>=3.0.1'")
    await double.repository('acme/platform').push('main', { 'versions.yaml': wide })
    const both = wide.replace('version: 3.0.0', 'version: 3.0.1').replace('version: 11.0.0', 'version: 11.0.1')
    const report = await judge({
      ...moved('loki', '3.0.0', '3.0.1', false),
      ...moved('grafana', '11.0.0', '11.0.1', false),
      'versions.yaml': both,
    })
    expect(codes(report)).toEqual([])
    expect(report.moves.map((move) => move.component)).toEqual(['grafana', 'loki'])
  })

  it('fails for drift that it brings, on the line, and not for drift that was there', async () => {
    const report = await judge(moved('redis', '7.2.4', '7.2.5', false))
    expect(report).toMatchObject({ conclusion: 'failure', title: '1 pin that disagrees with the registry' })
    expect(report.problems).toMatchObject([{ code: 'pin-drift', file: 'compose.yaml', line: 3, severity: 'error' }])
    await double.repository('acme/platform').push('main', { 'deploy/grafana.env': 'GRAFANA_VERSION=11.0.1\n' })
    const other = await judge(moved('redis', '7.2.4', '7.2.5'), 'other')
    expect(other.problems).toEqual([])
    expect(other.conclusion).toBe('success')
  })

  it('fails for a version that upstream does not list', async () => {
    expect(codes(await judge(moved('redis', '7.2.4', '7.9.9')))).toEqual(['redis failure not-published'])
  })

  it('fails for a registry that cannot be used any more, with all mistakes on their lines', async () => {
    const report = await judge({ 'versions.yaml': REGISTRY.replace('version: 7.2.4', 'verison: 7.2.4') })
    expect(report.conclusion).toBe('failure')
    expect(report.problems).toMatchObject([{ file: 'versions.yaml', line: 3 }])
  })

  it('fails where the registry is taken away', async () => {
    expect(await judge({ 'versions.yaml': null })).toMatchObject({ conclusion: 'failure', problems: [{ code: 'registry-missing' }] })
  })

  it('tells settings that it alters, and added and removed components', async () => {
    const added = REGISTRY.replace('components:\n', 'components:\n  vault:\n    version: 1.0.0\n').replace('    strategy: locked\n', '')
    const report = await judge({ 'versions.yaml': added })
    expect(report.settings).toEqual(['components.loki.strategy'])
    expect(report.moves).toMatchObject([{ component: 'vault', kind: 'added', to: '1.0.0', upgrade: null }])
    expect(report.conclusion).toBe('success')
  })

  it('is judged by what it changes, not by what the base did meanwhile', async () => {
    const pull = await propose(double, 'change', moved('redis', '7.2.4', '7.2.5'))
    await double.repository('acme/platform').push('main', { 'deploy/grafana.env': 'GRAFANA_VERSION=11.0.1\n' })
    const report = await review(portsOn(double), { subject: { pull }, post: false })
    expect(report.moves.map((move) => move.component)).toEqual(['redis'])
  })

  describe('with a digest or commit beside the version', () => {
    const sha = (digit: string) => digit.repeat(40)
    const workflow = (commit: string, version: string) =>
      `on: push\njobs:\n  a:\n    steps:\n      - uses: acme/setup@${commit} # ${version}\n`
    const registry = (version: string) =>
      `components:\n  setup:\n    version: ${version}\n    source: { datasource: github-actions, package: acme/setup }\n    pins:\n      - { file: .github/workflows/ci.yml, uses: acme/setup }\n`
    const files = (commit: string, version: string) => ({
      'versions.yaml': registry(version),
      '.github/workflows/ci.yml': workflow(commit, version),
    })

    async function judged(before: [string, string], after: [string, string]) {
      await double.close()
      const tags = [
        { name: 'v1.0.0', commit: sha('a') },
        { name: 'v1.0.1', commit: sha('b') },
      ]
      double = await startReviewDouble({ files: files(...before) }, [{ nameWithOwner: 'acme/setup', tags }])
      return judge(files(...after))
    }

    it('says that a known version was made to be something else', async () => {
      const report = await judged([sha('a'), 'v1.0.0'], [sha('e'), 'v1.0.0'])
      expect(report).toMatchObject({ conclusion: 'failure', moves: [{ component: 'setup', kind: 'digest', from: 'v1.0.0', to: 'v1.0.0' }] })
      expect(codes(report)).toEqual(['setup failure digest-unknown'])
    })

    it('says that a new version is pinned by a commit that is none of its own', async () => {
      expect(codes(await judged([sha('a'), 'v1.0.0'], [sha('e'), 'v1.0.1']))).toContain('setup failure digest-unknown')
    })

    it('has nothing against the commit of the version’s own tag', async () => {
      expect(codes(await judged([sha('a'), 'v1.0.0'], [sha('b'), 'v1.0.1']))).toEqual([])
      expect(codes(await judged([sha('e'), 'v1.0.0'], [sha('a'), 'v1.0.0']))).toEqual(['setup notice digest-changed'])
    })
  })

  it('that touches nothing of ours costs few requests and is neutral', async () => {
    const pull = await propose(double, 'docs', { 'README.md': 'Another platform.\n' })
    const before = double.requests.count({})
    const report = await review(portsOn(double), { subject: { pull }, post: false })
    expect(report).toMatchObject({ conclusion: 'neutral', title: 'No version is changed', moves: [] })
    expect(double.requests.count({}) - before).toBeLessThanOrEqual(3)
  })

  it('is neutral and says so where upstream cannot be asked', async () => {
    const source = REGISTRY.replace('github_repo: redis/redis', 'github_repo: redis/gone')
    await double.repository('acme/platform').push('main', { 'versions.yaml': source })
    const report = await judge({
      ...moved('redis', '7.2.4', '7.2.5', false),
      'versions.yaml': source.replace('version: 7.2.4', 'version: 7.2.5'),
    })
    expect(report).toMatchObject({ conclusion: 'neutral', title: '1 version changed, 1 could not be judged' })
  })

  it('without a registry at all is neutral', async () => {
    await double.repository('acme/platform').push('main', { 'versions.yaml': null })
    expect(await judge({ 'README.md': 'x\n' })).toMatchObject({ conclusion: 'neutral', registry: null })
  })

  it('sees an environment that leaves the version it inherited', async () => {
    await double.repository('acme/platform').push('main', { 'versions.yaml': `${REGISTRY}environments:\n  production: {}\n` })
    const report = await judge({
      'versions.yaml': `${REGISTRY}environments:\n  production:\n    component_overrides:\n      redis: { version: 7.0.0 }\n`,
    })
    expect(report.moves).toMatchObject([{ component: 'redis', environment: 'production', from: '7.2.4', to: '7.0.0' }])
    expect(codes(report)).toContain('redis failure downgrade')
  })
})
