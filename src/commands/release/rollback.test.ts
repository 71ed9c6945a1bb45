import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aReleaseWorld, FILES, type ReleaseWorld } from '../../../test/support/release-world.ts'

let world: ReleaseWorld

const REGISTRY = `components:
  redis: { version: 7.4.1, strategy: pinned, source: { datasource: static, package: redis }, pins: [{ file: compose.yaml, image: redis }] }
`
const COMPOSE = 'services:\n  cache:\n    image: redis:7.4.1\n    restart: always\n'

beforeEach(async () => {
  world = await aReleaseWorld({ files: { ...FILES, 'versions.yaml': REGISTRY, 'compose.yaml': COMPOSE } })
  const bump = { 'versions.yaml': REGISTRY.replace('7.4.1', '7.4.2'), 'compose.yaml': COMPOSE.replace('7.4.1', '7.4.2') }
  await world.shop.push('main', bump, { author: 'ada', message: 'feat: redis 7.4.2' })
  await world.run({ mode: 'direct' })
})

afterEach(async () => {
  world.double.assertClean()
  await world.double.close()
})

const page = (tag: string) => world.shop.data.releases.find((one) => one.tag === tag)

describe('rolling a release back', () => {
  it('sets versions and pins to what they were, by value, keeps what else changed, and warns on the page', async () => {
    const later = (await world.shop.text('compose.yaml'))?.replace('restart: always', 'restart: never') ?? ''
    await world.shop.push('main', { 'compose.yaml': later }, { author: 'ada', message: 'chore: restart' })
    const report = await world.rollback({ reason: 'redis crashes on start' })
    expect(report).toMatchObject({ result: 'rolled-back', previous: 'v1.3.0', tag: 'v1.2.0', proposal: { number: 1 } })
    const branch = 'pinwarden-release/rollback-v1.3.0-to-v1.2.0'
    expect(await world.shop.text('compose.yaml', branch)).toBe(COMPOSE.replace('always', 'never'))
    expect(await world.shop.text('versions.yaml', branch)).toBe(REGISTRY)
    expect(await world.shop.text('VERSION', branch)).toBe('1.2.0\n')
    expect(await world.shop.text('CHANGELOG.md', branch)).toContain('- Rolled back 1.3.0 to 1.2.0: redis crashes on start')
    expect(world.shop.pull(1)).toMatchObject({ title: 'revert(release): roll back 1.3.0 to 1.2.0' })
    expect((await world.shop.log(branch))[0]?.message).toContain('Rollback-Reason: redis crashes on start')
    expect(page('v1.3.0')?.body).toMatch(
      /^<!-- pinwarden: rolled back -->\n> \[!CAUTION\]\n> This release was rolled back\. Use v1\.2\.0 instead\./,
    )
    expect(page('v1.3.0')).toMatchObject({ draft: false, prerelease: false, latest: false })
    expect(page('v1.2.0')).toMatchObject({ latest: true })
    expect(await world.shop.tags()).toEqual(['v1.2.0', 'v1.3.0'])
    expect((await world.ledger.records()).at(-1)).toMatchObject({ event: 'release-rolled-back', details: { from: 'v1.3.0', to: 'v1.2.0' } })
  })

  it('does nothing new when run twice, and releases a number of its own once merged', async () => {
    await world.rollback({})
    const writes = world.double.requests.count({ write: true })
    const again = await world.rollback({})
    expect(again.steps).toMatchObject([
      { step: 'propose', state: 'already' },
      { step: 'banner', state: 'already' },
    ])
    expect(world.double.requests.count({ write: true })).toBe(writes)
    await world.shop.merge(1, 'ada', 'SQUASH')
    expect(await world.run({ mode: 'direct' })).toMatchObject({ result: 'released', version: '1.3.1' })
    expect(await world.shop.text('compose.yaml')).toBe(COMPOSE)
    expect(page('v1.3.1')).toMatchObject({ latest: true })
  })

  it('plans in a dry run, and writes nothing', async () => {
    const writes = world.double.requests.count({ write: true })
    expect(await world.rollback({ dryRun: true })).toMatchObject({
      result: 'planned',
      steps: [
        { step: 'propose', state: 'planned' },
        { step: 'banner', state: 'planned' },
      ],
    })
    expect(world.double.requests.count({ write: true })).toBe(writes)
  })

  it.each([
    [{ to: 'v1.3.0' }, null],
    [{ to: '9.0.0' }, /There is no release 9\.0\.0/],
    [{ to: '1.2.0', reason: ' ' }, /needs a reason/],
    [{ to: 'v1.2.O' }, /There is no release v1\.2\.O/],
  ])('answers %j as it should', async (request, problem) => {
    if (problem === null) expect(await world.rollback(request)).toMatchObject({ result: 'nothing' })
    else expect((await world.problems(world.rollback(request)))[0]?.message).toMatch(problem)
    expect(world.shop.pulls()).toEqual([])
  })

  it('ends the same whichever request is the last one before a kill', async () => {
    for (let k = 1; k <= 60; k += 1) {
      let sent = 0
      world.double.hooks.after = () => {
        sent += 1
        return sent >= k ? 'reset' : undefined
      }
      const cut = await world.rollback({}).then(
        () => false,
        () => true,
      )
      delete world.double.hooks.after
      if (!cut) break
    }
    const report = await world.rollback({})
    expect(report.steps.map(({ state }) => state)).toEqual(['already', 'already'])
    expect(world.shop.pulls()).toHaveLength(1)
    expect((await world.ledger.records()).filter(({ event }) => event === 'release-rolled-back')).toHaveLength(1)
    expect(page('v1.3.0')?.body?.match(/CAUTION/g)).toHaveLength(1)
    expect((await world.shop.branches()).toSorted()).toEqual(['main', 'pinwarden-release/rollback-v1.3.0-to-v1.2.0'])
  })
})
