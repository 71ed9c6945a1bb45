import { afterEach, describe, expect, it } from 'vitest'
import { releaseMarker } from '../../src/core/release/publication/stored-plan.ts'
import { aReleaseWorld, FILES, type ReleaseWorld } from '../support/release-world.ts'

const REGISTRY = `release: { assets: ['dist/*'] }\n`

let world: ReleaseWorld

afterEach(async () => {
  world.double.assertClean()
  await world.double.close()
})

async function begin(): Promise<void> {
  world = await aReleaseWorld({ files: { ...FILES, 'versions.yaml': REGISTRY }, settings: { immutableReleases: true } })
  world.assets['dist/app.tgz'] = 'bytes'
  await world.shop.push('main', { a: '1' }, { author: 'ada', message: 'feat: a' })
}

/** Runs until nothing is sent any more, each time cut at the next request: `before` it takes effect, or `after`, when the answer is lost. */
async function cutEverywhere(
  when: 'before' | 'after',
  run: () => Promise<unknown>,
  between: () => Promise<void> = async () => undefined,
): Promise<number> {
  for (let k = 1; ; k += 1) {
    let sent = 0
    world.double.hooks[when] = () => {
      sent += 1
      return sent >= k ? 'reset' : undefined
    }
    const cut = await run().then(
      () => false,
      () => true,
    )
    delete world.double.hooks[when]
    if (!cut) return k - 1
    if (k > 200) throw new Error('the run never ends')
    await between()
  }
}

async function expectReleased(): Promise<void> {
  expect(await world.shop.tags()).toEqual(['v1.2.0', 'v1.3.0'])
  expect(world.shop.data.releases).toMatchObject([
    { tag: 'v1.2.0' },
    { tag: 'v1.3.0', draft: false, immutable: true, latest: true, assets: [{ name: 'app.tgz' }] },
  ])
  expect(await world.shop.text('VERSION')).toBe('1.3.0\n')
  expect((await world.shop.text('CHANGELOG.md'))?.match(/^## \[1\.3\.0\]/gm)).toHaveLength(1)
  const events = (await world.ledger.records()).map(({ event }) => event)
  expect(events.toSorted()).toEqual(['release-planned', 'release-published'])
  expect(await world.run()).toMatchObject({ result: 'nothing' })
}

describe.each(['before', 'after'] as const)('a release that is killed %s every request, one after the other', (when) => {
  it('comes to the same end straight to the branch, its ledger on a branch of its own', { timeout: 120_000 }, async () => {
    await begin()
    world.keepLedgerOnBranch()
    const cuts = await cutEverywhere(when, () => world.run({ mode: 'direct' }))
    expect(cuts).toBeGreaterThan(15)
    await world.run({ mode: 'direct' })
    await expectReleased()
    const own = (await world.shop.log()).filter(({ message }) => message.startsWith('chore(release)'))
    expect(own).toHaveLength(1)
    expect((await world.ports().releases.tag('v1.3.0'))?.commit).toBe(own[0]?.sha)
  })

  it('comes to the same end by a pull request', { timeout: 120_000 }, async () => {
    await begin()
    expect(await cutEverywhere(when, () => world.run())).toBeGreaterThan(8)
    await world.run()
    expect(world.shop.pulls()).toHaveLength(1)
    expect(world.shop.pull(1)).toMatchObject({ labels: ['pinwarden', 'release'], title: 'chore(release): 1.3.0' })
    expect((await world.shop.branches()).toSorted()).toEqual(['main', 'pinwarden-release/main'])
    await world.shop.merge(1, 'ada', 'MERGE')
    const merged = await world.shop.head()
    expect(await cutEverywhere(when, () => world.run())).toBeGreaterThan(8)
    await expectReleased()
    expect((await world.ports().releases.tag('v1.3.0'))?.commit).toBe(merged)
    expect(world.shop.pulls()).toHaveLength(1)
    expect(releaseMarker(world.shop.pull(1).body ?? '')).toMatchObject({ state: 'released' })
    expect(await world.shop.branches()).toEqual(['main'])
  })

  it('refreshes its pull request to the same end', { timeout: 120_000 }, async () => {
    await begin()
    await world.run()
    await world.shop.push('main', { b: '1' }, { author: 'ada', message: 'feat!: b' })
    expect(await cutEverywhere(when, () => world.run())).toBeGreaterThan(8)
    await world.run()
    expect(world.shop.pulls()).toHaveLength(1)
    expect(world.shop.pull(1)).toMatchObject({ state: 'open', title: 'chore(release): 2.0.0' })
    expect((await world.shop.branches()).toSorted()).toEqual(['main', 'pinwarden-release/main'])
    expect((await world.run()).steps).toMatchObject([{}, { step: 'propose', state: 'already' }])
  })
})
