import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ReleaseStep, type Standing, stepsFor } from './steps.ts'

const commit = 'c'.repeat(40)
const fresh: Standing = {
  tag: 'v1.3.0',
  commit,
  taggedAt: null,
  wantsPage: true,
  page: null,
  assets: [{ name: 'a.tgz', size: 3, digest: 'sha256:a' }],
  announced: false,
}
const asset = { name: 'a.tgz', size: 3, digest: 'sha256:a', complete: true }
const page = (more: Partial<NonNullable<Standing['page']>> = {}) => ({ draft: true, immutable: false, assets: [], ...more })
const kinds = (standing: Standing) => {
  const found = stepsFor(standing)
  return 'steps' in found ? found.steps.map(({ kind }) => kind) : found.problem.code
}

describe('what is left to do for a release', () => {
  it.each<[string, Partial<Standing>, ReturnType<typeof kinds>]>([
    ['nothing is there', {}, ['tag', 'draft', 'upload', 'publish', 'announce']],
    ['the tag is there', { taggedAt: commit }, ['draft', 'upload', 'publish', 'announce']],
    ['the draft is there', { taggedAt: commit, page: page() }, ['upload', 'publish', 'announce']],
    [
      'an upload was cut off',
      { page: page({ assets: [{ ...asset, complete: false }] }) },
      ['tag', 'remove-asset', 'upload', 'publish', 'announce'],
    ],
    [
      'a file was built anew',
      { page: page({ assets: [{ ...asset, digest: 'sha256:b' }] }) },
      ['tag', 'remove-asset', 'upload', 'publish', 'announce'],
    ],
    [
      'a digest is not known, and the size is right',
      { page: page({ assets: [{ ...asset, digest: null }] }) },
      ['tag', 'publish', 'announce'],
    ],
    ['all is published', { taggedAt: commit, page: page({ draft: false, assets: [asset] }) }, ['announce']],
    ['all is done', { taggedAt: commit, announced: true, page: page({ draft: false, assets: [asset] }) }, []],
    ['a file is missing on what is out', { taggedAt: commit, page: page({ draft: false }) }, ['upload', 'announce']],
    [
      'a file on what is out is another',
      { taggedAt: commit, page: page({ draft: false, assets: [{ ...asset, digest: 'sha256:b' }] }) },
      ['announce'],
    ],
    ['a file is missing on what is immutable', { taggedAt: commit, page: page({ draft: false, immutable: true }) }, ['announce']],
    ['the tag is elsewhere', { taggedAt: 'd'.repeat(40) }, 'version-exists'],
    ['no page is wanted', { wantsPage: false }, ['tag', 'announce']],
  ])('where %s', (_, standing, wanted) => {
    expect(kinds({ ...fresh, ...standing })).toEqual(wanted)
  })

  it('tells of a file that can no longer be added, and of none that was built anew', () => {
    const out = { ...fresh, taggedAt: commit, page: page({ draft: false, immutable: true }) }
    expect(stepsFor(out)).toMatchObject({ notices: [expect.stringContaining('a.tgz cannot be added')] })
    const anew = { ...out, page: page({ draft: false, immutable: true, assets: [{ ...asset, digest: 'sha256:b' }] }) }
    expect(stepsFor(anew)).toMatchObject({ notices: [] })
  })

  it('is nothing once it is done, from wherever it began', () => {
    const standings = fc.record({
      taggedAt: fc.constantFrom(null, commit),
      wantsPage: fc.boolean(),
      announced: fc.boolean(),
      page: fc.option(
        fc.record({
          draft: fc.boolean(),
          immutable: fc.constant(false),
          assets: fc.subarray([asset, { ...asset, name: 'b', complete: false }]),
        }),
      ),
      assets: fc.subarray([asset, { ...asset, name: 'b' }]),
    })
    fc.assert(
      fc.property(standings, (more) => {
        const standing: Standing = { ...fresh, ...more }
        const found = stepsFor(standing)
        if ('problem' in found) throw new Error(found.problem.message)
        const after = found.steps.reduce(carriedOut, standing)
        expect(stepsFor(after)).toEqual({ steps: [], notices: [] })
        expect(after.announced && after.taggedAt === commit).toBe(true)
      }),
    )
  })
})

function carriedOut(standing: Standing, step: ReleaseStep): Standing {
  const { page: now } = standing
  switch (step.kind) {
    case 'tag':
      return { ...standing, taggedAt: step.commit }
    case 'draft':
      return { ...standing, page: page() }
    case 'publish':
      return { ...standing, page: { ...(now ?? page()), draft: false } }
    case 'announce':
      return { ...standing, announced: true }
    case 'remove-asset':
      return { ...standing, page: { ...(now ?? page()), assets: (now?.assets ?? []).filter(({ name }) => name !== step.name) } }
    case 'upload': {
      const file = standing.assets.filter(({ name }) => name === step.name).map((one) => ({ ...one, complete: true }))
      return { ...standing, page: { ...(now ?? page()), assets: [...(now?.assets ?? []), ...file] } }
    }
  }
}
