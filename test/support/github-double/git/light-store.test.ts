import { expect, it } from 'vitest'
import { createLightStore } from './light-store.ts'

const sha = 'a'.repeat(40)

it('answers for upstreams as a real repository would', async () => {
  const store = await createLightStore({
    nameWithOwner: 'grafana/loki',
    defaultBranch: 'main',
    date: '2026-03-01T00:00:00Z',
    files: { 'CHANGELOG.md': '# Now\n', 'docs/a.md': 'a' },
    tags: [
      { name: 'v1.0.0', commit: sha, date: '2026-01-01T00:00:00Z', files: { 'CHANGELOG.md': '# Then\n' } },
      { name: 'helm-loki-1.0.0', annotated: true, date: '2026-02-01T00:00:00Z' },
    ],
  })
  const text = async (revision: string) => (await store.blob((await store.resolve(revision))?.sha ?? ''))?.toString() ?? null
  expect([
    await text('HEAD:CHANGELOG.md'),
    await text('v1.0.0:CHANGELOG.md'),
    await text('main:docs/a.md'),
    await text('main:none'),
    await text('none:CHANGELOG.md'),
  ]).toEqual(['# Now\n', '# Then\n', 'a', null, null])
  expect((await store.refs('refs/tags/')).map((ref) => `${ref.type} ${ref.name}`)).toEqual([
    'tag refs/tags/helm-loki-1.0.0',
    'commit refs/tags/v1.0.0',
  ])
  const annotated = await store.ref('refs/tags/helm-loki-1.0.0')
  expect(await store.tag(annotated?.sha ?? '')).toMatchObject({ object: annotated?.peeled, tag: 'helm-loki-1.0.0' })
  expect((await store.resolve('helm-loki-1.0.0^{commit}'))?.sha).toBe(annotated?.peeled)
  expect((await store.resolve('HEAD:docs'))?.type).toBe('tree')
  expect(await store.log((await store.resolve('HEAD'))?.sha ?? '')).toHaveLength(3)
  expect((await store.commit(sha))?.committer.date).toBe('2026-01-01T00:00:00Z')
})
