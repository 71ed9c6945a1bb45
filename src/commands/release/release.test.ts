import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aReleaseWorld, FILES, type ReleaseWorld } from '../../../test/support/release-world.ts'
import { releaseMarker } from '../../core/release/publication/stored-plan.ts'
import { release } from './release.ts'

let world: ReleaseWorld

async function begin(...args: Parameters<typeof aReleaseWorld>): Promise<void> {
  world = await aReleaseWorld(...args)
}

beforeEach(async () => {
  await begin()
})

afterEach(async () => {
  world.double.assertClean()
  await world.double.close()
})

const push = (message: string, files: Record<string, string> = {}, branch = 'main') =>
  world.shop.push(branch, { [`src/${message.length}-${message.slice(0, 3)}.txt`]: message, ...files }, { author: 'ada', message })
const releases = () =>
  world.shop.data.releases.map(({ tag, draft, prerelease, latest }) => ({ tag, draft, prerelease, latest: latest === true }))
const events = async () => (await world.ledger.records()).map(({ event, details }) => `${event} ${details?.['tag'] ?? ''}`.trim())
const states = (report: { steps: { step: string; state: string }[] }) => report.steps.map(({ step, state }) => `${step} ${state}`)

describe('a release by a pull request', () => {
  it('says that there is nothing to do where no commit asks for a release, and writes nothing', async () => {
    await push('docs: spelling')
    const writes = world.double.requests.count({ write: true })
    expect(await world.run()).toMatchObject({
      result: 'nothing',
      version: null,
      why: ['branch main', 'no commit since v1.2.0 moves the version'],
    })
    expect(world.double.requests.count({ write: true })).toBe(writes)
  })

  it('opens one pull request with version files and CHANGELOG, refreshes it as commits land, and leaves it alone when all is said', async () => {
    await push('fix: no crash')
    const first = await world.run()
    expect(first).toMatchObject({ result: 'proposed', version: '1.2.1', tag: 'v1.2.1', previous: 'v1.2.0', proposal: { number: 1 } })
    const branch = 'pinwarden-release/main'
    expect(await world.shop.text('VERSION', branch)).toBe('1.2.1\n')
    expect(await world.shop.text('CHANGELOG.md', branch)).toMatch(/## \[1\.2\.1\] - 2026-11-21\n\n### Fixed\n\n- no crash/)
    expect(world.shop.pull(1)).toMatchObject({ title: 'chore(release): 1.2.1', labels: ['pinwarden', 'release'] })
    expect(releaseMarker(world.shop.pull(1).body ?? '')).toMatchObject({
      version: '1.2.1',
      state: 'planned',
      commit: await world.shop.head(branch),
    })

    const writes = world.double.requests.count({ write: true })
    expect(states(await world.run())).toEqual(['plan done', 'propose already'])
    expect(world.double.requests.count({ write: true })).toBe(writes)

    await push('feat(api): log in (#9)')
    expect(await world.run()).toMatchObject({ result: 'proposed', version: '1.3.0', proposal: { number: 1 } })
    expect(world.shop.pull(1).title).toBe('chore(release): 1.3.0')
    expect(world.shop.pull(1).body).toContain('### Features\n\n* **api:** log in')
    expect(await world.shop.text('package.json', branch)).toBe(FILES['package.json'].replace('1.2.0', '1.3.0'))
    expect((await world.shop.branches()).toSorted()).toEqual(['main', branch])
    expect(await events()).toEqual(['release-planned v1.2.1', 'release-planned v1.3.0'])
  })

  it.each(['MERGE', 'SQUASH', 'REBASE'] as const)('tags and publishes what was merged by %s, once', async (method) => {
    await push('feat: log in')
    await world.run()
    await world.shop.merge(1, 'ada', method)
    const merged = await world.shop.head()
    await push('fix: later')
    const report = await world.run()
    expect(report).toMatchObject({ result: 'released', version: '1.3.0', commit: merged, resumed: true, problems: [] })
    expect(states(report)).toEqual(['plan already', 'tag done', 'draft done', 'publish done', 'announce done'])
    expect((await world.ports().releases.tag('v1.3.0'))?.commit).toBe(merged)
    expect(releases()).toEqual([
      { tag: 'v1.2.0', draft: false, prerelease: false, latest: false },
      { tag: 'v1.3.0', draft: false, prerelease: false, latest: true },
    ])
    expect(world.shop.data.releases.at(-1)?.body).toContain('/compare/v1.2.0...v1.3.0')
    expect(world.shop.data.releases.at(-1)?.body).not.toContain('later')
    expect(releaseMarker(world.shop.pull(1).body ?? '')).toMatchObject({ state: 'released' })
    expect(await world.shop.branches()).toEqual(['main'])
    expect(await world.run()).toMatchObject({ result: 'proposed', version: '1.3.1', proposal: { number: 2 } })
    expect(await events()).toEqual(['release-planned v1.3.0', 'release-published v1.3.0', 'release-planned v1.3.1'])
  })

  it('carries the hash of the ledger, by which its chain can be proven from outside', async () => {
    world.keepLedgerOnBranch()
    await push('feat: log in')
    await world.run()
    const planned = (await world.ledger.records()).at(-1)?.hash
    await world.shop.merge(1, 'ada', 'MERGE')
    expect(await world.run()).toMatchObject({ result: 'released', problems: [] })
    expect(world.shop.data.releases.at(-1)?.body).toContain(`\`pinwarden ledger verify --anchor ${planned}\``)
    expect((await world.ledger.records()).map(({ hash }) => hash)).toContain(planned)
  })

  it('tags an annotated tag, and lists the components of a platform with what moved', async () => {
    await push('feat: log in', { 'versions.yaml': FILES['versions.yaml'].replace('7.4.2', '7.4.3') })
    await world.run()
    await world.shop.merge(1, 'ada', 'SQUASH')
    await world.run()
    expect(await world.shop.data.git.ref('refs/tags/v1.3.0')).toMatchObject({ type: 'tag' })
    expect(world.shop.data.releases.at(-1)?.body).toContain('| redis | 7.4.3 | 7.4.2 |')
  })

  it('leaves the pull request alone where people pushed to it, or closed it for this very version', async () => {
    await push('fix: a')
    await world.run()
    await push('chore: mine', {}, 'pinwarden-release/main')
    await push('feat: b')
    expect(await world.run()).toMatchObject({ result: 'left', version: '1.3.0' })
    expect(world.shop.pull(1).title).toBe('chore(release): 1.2.1')
    await world.shop.close(1, 'ada')
    await world.shop.deleteBranch('pinwarden-release/main')
    expect(await world.run()).toMatchObject({ result: 'proposed', version: '1.3.0', proposal: { number: 2 } })
    await world.shop.close(2, 'ada')
    expect(await world.run()).toMatchObject({ result: 'left', steps: [{}, { detail: expect.stringContaining('closed by hand') }] })
    await push('feat!: c')
    expect(await world.run()).toMatchObject({ result: 'proposed', version: '2.0.0', proposal: { number: 3 } })
  })

  it('does not push to it for a new day alone, and takes the day of the last change', async () => {
    await push('fix: a')
    await world.run()
    const head = await world.shop.head('pinwarden-release/main')
    const later = () => ({ ...world.ports(), clock: { now: () => Date.parse('2026-12-24T10:00:00Z') } })
    expect(await release(later(), { dryRun: false })).toMatchObject({ steps: [{}, { step: 'propose', state: 'already' }] })
    expect(await world.shop.head('pinwarden-release/main')).toBe(head)
    await push('feat: b')
    await release(later(), { dryRun: false })
    expect(await world.shop.text('CHANGELOG.md', 'pinwarden-release/main')).toContain('## [1.3.0] - 2026-12-24')
  })

  it('tells of what landed between the plan and the merge, and keeps to the plan', async () => {
    await push('fix: a')
    await world.run()
    await push('feat: late')
    await world.shop.merge(1, 'ada', 'MERGE')
    const report = await world.run()
    expect(report).toMatchObject({
      result: 'released',
      version: '1.2.1',
      problems: [{ message: expect.stringContaining('commits landed after the plan') }],
    })
    expect(world.shop.data.releases.at(-1)?.body).toContain('late')
    expect(await world.run()).toMatchObject({ result: 'nothing' })
  })

  it('is made once by runs that go on at the same time', async () => {
    await push('feat: a')
    await Promise.allSettled([world.run(), world.run(), world.run()])
    await world.run()
    expect(world.shop.pulls('open')).toHaveLength(1)
    await world.shop.merge(1, 'ada', 'SQUASH')
    await Promise.allSettled([world.run(), world.run(), world.run()])
    await world.run()
    expect(releases()).toHaveLength(2)
    expect(await world.shop.tags()).toEqual(['v1.2.0', 'v1.3.0'])
    expect((await events()).filter((event) => event === 'release-published v1.3.0')).toHaveLength(1)
  })

  it('closes the pull request when the commits that asked for it are taken back, and opens one again later', async () => {
    const sha = await push('feat: a')
    await world.run()
    await push(`Revert "feat: a"\n\nThis reverts commit ${sha}.`)
    expect(await world.run()).toMatchObject({ result: 'nothing', steps: [{ step: 'propose', state: 'done' }] })
    expect(world.shop.pulls('open')).toEqual([])
    expect(await world.shop.branches()).toEqual(['main'])
    await push('feat: b')
    expect(await world.run()).toMatchObject({ result: 'proposed', version: '1.3.0', proposal: { number: 2 } })
  })

  it('stops where the merged pull request says another version than was planned', async () => {
    await push('feat: a')
    await world.run()
    await world.shop.push(
      'pinwarden-release/main',
      { VERSION: '2.0.0\n', 'package.json': '{ "version": "2.0.0" }\n' },
      { author: 'ada', message: 'chore: bigger' },
    )
    await world.shop.merge(1, 'ada', 'SQUASH')
    expect(await world.problems(world.run())).toMatchObject([
      { code: 'release-altered', message: expect.stringContaining('v1.3.0 was planned') },
    ])
    expect(await world.shop.tags()).toEqual(['v1.2.0'])
    const merged = await world.shop.head()
    const back = { VERSION: '1.2.0\n', 'package.json': FILES['package.json'], 'CHANGELOG.md': FILES['CHANGELOG.md'] }
    const message = `Revert "chore(release): 1.3.0 (#1)"\n\nThis reverts commit ${merged}.`
    await world.shop.push('main', back, { author: 'ada', message })
    expect(await world.run()).toMatchObject({ result: 'left', steps: [{}, { detail: expect.stringContaining('made anew') }] })
    await world.shop.deleteBranch('pinwarden-release/main')
    expect(await world.run()).toMatchObject({ result: 'proposed', version: '1.3.0', resumed: false, proposal: { number: 2 } })
  })

  it('stops with instructions where the tag is elsewhere, and moves nothing', async () => {
    await push('feat: a')
    await world.run()
    await world.shop.merge(1, 'ada', 'SQUASH')
    const other = (await world.shop.log())[1]?.sha ?? ''
    await world.ports().releases.createTag({ name: 'v1.3.0', commit: other, message: 'mine' })
    expect(await world.problems(world.run())).toMatchObject([{ code: 'version-exists', help: expect.stringContaining('never moved') }])
    expect(await world.problems(world.run())).toMatchObject([{ code: 'version-exists' }])
    expect((await world.ports().releases.tag('v1.3.0'))?.commit).toBe(other)
    expect(releases()).toHaveLength(1)
  })

  it('plans in a dry run what it then does, and writes nothing', async () => {
    await push('feat: a')
    const writes = world.double.requests.count({ write: true })
    expect(await world.run({ dryRun: true })).toMatchObject({
      result: 'planned',
      version: '1.3.0',
      steps: [{}, { step: 'propose', state: 'planned' }],
    })
    expect(world.double.requests.count({ write: true })).toBe(writes)
    await world.run()
    await world.shop.merge(1, 'ada')
    const planned = await world.run({ dryRun: true })
    const done = await world.run()
    expect(planned.steps.map(({ step, detail }) => ({ step, detail }))).toEqual(done.steps.map(({ step, detail }) => ({ step, detail })))
    expect(planned.result).toBe('planned')
  })
})

describe('a release straight to the branch', () => {
  const direct = { mode: 'direct' } as const

  it('commits with the head as its condition, tags and publishes in one run', async () => {
    await push('feat: a')
    const planned = await world.run({ ...direct, dryRun: true })
    const report = await world.run(direct)
    expect(report).toMatchObject({ result: 'released', version: '1.3.0', commit: await world.shop.head(), resumed: false })
    expect(report.steps.map(({ step }) => step)).toEqual(planned.steps.map(({ step }) => step))
    expect((await world.shop.log())[0]?.message).toMatch(
      /^chore\(release\): 1\.3\.0\n\nRelease-Version: 1\.3\.0\nRelease-Tag: v1\.3\.0\nRelease-Previous: v1\.2\.0\n/,
    )
    expect(await world.shop.text('VERSION')).toBe('1.3.0\n')
    expect(await world.run(direct)).toMatchObject({ result: 'nothing' })
    expect(await world.shop.tags()).toEqual(['v1.2.0', 'v1.3.0'])
    expect(await events()).toEqual(['release-planned v1.3.0', 'release-published v1.3.0'])
  })

  it('finishes what was committed as it was planned, whatever landed since', async () => {
    await push('fix: a')
    world.double.faults.add({ match: { operation: 'git/create-ref' }, fault: 'reset' })
    await expect(world.run(direct)).rejects.toThrow()
    world.double.faults.clear()
    const committed = await world.shop.head()
    await push('feat!: b')
    expect(await world.run(direct)).toMatchObject({ result: 'released', version: '1.2.1', commit: committed, resumed: true })
    expect(await world.run(direct)).toMatchObject({ result: 'released', version: '2.0.0', resumed: false })
    expect(await world.shop.tags()).toEqual(['v1.2.0', 'v1.2.1', 'v2.0.0'])
  })

  it('looks again where somebody pushes in between', async () => {
    await push('fix: a')
    let pushed = false
    world.double.hooks.before = async (_, { operation }) => {
      if (pushed || operation !== 'mutation commit') return undefined
      pushed = true
      await push('feat: in between')
      return undefined
    }
    expect(await world.run(direct)).toMatchObject({ result: 'released', version: '1.3.0' })
    expect(await world.shop.tags()).toEqual(['v1.2.0', 'v1.3.0'])
  })

  it('is made once by runs that go on at the same time', async () => {
    await push('feat: a')
    await Promise.allSettled([world.run(direct), world.run(direct), world.run(direct)])
    await world.run(direct)
    expect(releases().map(({ tag }) => tag)).toEqual(['v1.2.0', 'v1.3.0'])
    expect((await world.shop.log()).filter(({ message }) => message.startsWith('chore(release)'))).toHaveLength(1)
    expect((await world.shop.text('CHANGELOG.md'))?.match(/^## \[1\.3\.0\]/gm)).toHaveLength(1)
  })

  it('costs few requests, and fewer where there is nothing to do', async () => {
    await push('feat: a')
    await world.run(direct)
    const made = world.double.requests.count()
    await world.run(direct)
    expect(world.double.requests.count() - made).toBeLessThan(12)
  })

  it('takes the head where nothing is to be written', async () => {
    await world.double.close()
    await begin({ files: { 'README.md': 'x', 'versions.yaml': 'release: { changelog: { enabled: false } }\n' } }, false)
    await push('feat: a')
    expect(await world.run(direct)).toMatchObject({ result: 'released', version: '0.1.0', commit: await world.shop.head(), previous: null })
    expect(await world.run()).toMatchObject({ result: 'nothing' })
  })

  it('says of a protected branch that a pull request is the way', async () => {
    await world.double.close()
    await begin({ protections: { main: {} } })
    await world.shop.push('topic', { a: '1' }, { author: 'ada', message: 'feat: a' })
    await world
      .ports()
      .forge()
      .then((forge) => forge.openProposal({ branch: 'topic', base: 'main', title: 'feat: a', body: '' }))
    await world.shop.merge(1, 'ada', 'SQUASH')
    expect(await world.problems(world.run(direct))).toMatchObject([
      { code: 'branch-protected', help: expect.stringContaining('--mode pr') },
    ])
    expect(await world.shop.tags()).toEqual(['v1.2.0'])
    expect(await world.run()).toMatchObject({ result: 'proposed' })
  })
})

describe('what hangs on a release', () => {
  const registry = `release: { mode: direct, assets: ['dist/*'] }\n`

  it('is uploaded before it is published, and immutable afterwards', async () => {
    await world.double.close()
    await begin({ settings: { immutableReleases: true }, files: { ...FILES, 'versions.yaml': registry } })
    world.assets['dist/app.tgz'] = 'bytes'
    world.assets['dist/checksums.txt'] = 'sum'
    await push('feat: a')
    expect(states(await world.run())).toEqual([
      'plan done',
      'commit done',
      'tag done',
      'draft done',
      'assets done',
      'assets done',
      'publish done',
      'announce done',
    ])
    const made = world.shop.data.releases.at(-1)
    expect(made).toMatchObject({ immutable: true, assets: [{ name: 'app.tgz' }, { name: 'checksums.txt' }] })
    world.assets['dist/more.txt'] = 'late'
    expect(await world.run()).toMatchObject({ result: 'nothing' })
  })

  it('must be there before anything is begun, and each glob named', async () => {
    await world.double.close()
    await begin({ files: { ...FILES, 'versions.yaml': registry } })
    await push('feat: a')
    expect(await world.problems(world.run())).toMatchObject([{ code: 'asset-missing', message: expect.stringContaining('dist/*') }])
    expect(await world.shop.text('VERSION')).toBe('1.2.0\n')
  })

  it('is one release where two runs drafted in the same moment', async () => {
    await push('feat: a')
    let drafted = false
    world.double.hooks.before = async (_, { operation }) => {
      if (drafted || operation !== 'repos/create-release') return
      drafted = true
      await world.ports().releases.pages?.draft({ tag: 'v1.3.0', body: 'theirs', prerelease: false })
    }
    expect(await world.run({ mode: 'direct' })).toMatchObject({ result: 'released' })
    expect(releases().map(({ tag, draft }) => ({ tag, draft }))).toEqual([
      { tag: 'v1.2.0', draft: false },
      { tag: 'v1.3.0', draft: false },
    ])
  })

  it('is named where an immutable release once had the tag', async () => {
    await push('feat: a')
    world.shop.data.burnedTags.push('v1.3.0')
    expect(await world.problems(world.run({ mode: 'direct' }))).toMatchObject([
      { code: 'tag-burned', message: expect.stringContaining('v1.3.0') },
    ])
  })

  it('is nothing where no page is wanted: the tag alone', async () => {
    await push('feat: a', { 'versions.yaml': 'release: { github_release: false, mode: direct }\n' })
    expect(states(await world.run())).toEqual(['plan done', 'commit done', 'tag done', 'announce done'])
    expect(await world.shop.tags()).toEqual(['v1.2.0', 'v1.3.0'])
    expect(releases()).toHaveLength(1)
    expect(await world.run()).toMatchObject({ result: 'nothing' })
  })

  it('is latest only where nothing is above it', async () => {
    await push('feat: newer')
    await world.run({ mode: 'direct', as: '2.0.0' })
    const head = (await world.shop.log()).at(-1)?.sha ?? ''
    await world.shop.push('1.x', { VERSION: '1.2.0\n' }, { author: 'ada', message: 'chore: branch off', onto: head })
    await push('fix: old line', {}, '1.x')
    await world.shop.push('1.x', { 'versions.yaml': 'release: { branches: [{ branch: 1.x }] }\n' }, { author: 'ada', message: 'ci: rules' })
    expect(await world.run({ mode: 'direct' }, '1.x')).toMatchObject({ version: '1.2.1', result: 'released' })
    expect(releases().filter(({ latest }) => latest)).toEqual([{ tag: 'v2.0.0', draft: false, prerelease: false, latest: true }])
  })
})

describe('branches, packages and footers', () => {
  it.each([
    ['develop', '1.3.0-dev.1'],
    ['release/2.0', '2.0.0-rc.1'],
    ['hotfix/x', '1.2.1-hotfix.1'],
  ])('releases %s as a pre-release', async (branch, version) => {
    await push('feat: a', {}, branch)
    expect(await world.run({}, branch)).toMatchObject({ result: 'proposed', version, branch })
    await world.shop.merge(1, 'ada', 'SQUASH')
    expect(await world.run({}, branch)).toMatchObject({ result: 'released', version })
    expect(releases().at(-1)).toEqual({ tag: `v${version}`, draft: false, prerelease: true, latest: false })
    expect(await world.run({}, branch)).toMatchObject({ result: 'nothing' })
  })

  it('makes the version that a footer asks for', async () => {
    await push('chore: begin\n\nRelease-As: 3.0.0')
    expect(await world.run({ mode: 'direct' })).toMatchObject({
      version: '3.0.0',
      why: expect.arrayContaining([expect.stringContaining('Release-As')]),
    })
    expect(releases().at(-1)).toEqual({ tag: 'v3.0.0', draft: false, prerelease: false, latest: true })
  })

  it('makes the first release of a repository without tags', async () => {
    await world.double.close()
    await begin({ files: { VERSION: '0.3.0\n' } }, false)
    expect(await world.run({ mode: 'direct' })).toMatchObject({ result: 'released', version: '0.3.0', previous: null })
    expect(await world.shop.tags()).toEqual(['v0.3.0'])
  })

  it('releases a package of a monorepo by itself', async () => {
    await world.double.close()
    const versions = 'release: { packages: { api: { path: services/api } } }\n'
    await begin(
      { files: { 'versions.yaml': versions, 'services/api/package.json': '{ "version": "0.4.0" }\n', 'package.json': '{}\n' } },
      false,
    )
    await world.shop.push('main', { 'services/api/x': '1' }, { author: 'ada', message: 'feat: api' })
    await world.shop.push('main', { 'web/x': '1' }, { author: 'ada', message: 'feat: web' })
    const report = await world.run({ package: 'api', mode: 'direct' })
    expect(report).toMatchObject({ result: 'released', tag: 'api-v0.4.0', package: 'api' })
    expect(world.shop.data.releases.at(-1)?.body).toContain('api')
    expect(world.shop.data.releases.at(-1)?.body).not.toContain('web')
    await world.shop.push('main', { 'services/api/y': '1' }, { author: 'ada', message: 'fix: api again' })
    expect(await world.run({ package: 'api' })).toMatchObject({ version: '0.4.1', proposal: { branch: 'pinwarden-release/main--api' } })
  })

  it('keeps no ledger where there is no registry to say so', async () => {
    await world.double.close()
    await begin({ files: { VERSION: '1.0.0\n' } }, false)
    await push('feat: a')
    await world.run({ mode: 'direct' })
    expect(await world.ledger.records()).toEqual([])
  })
})
