import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inferTagShape, splitTag, versionOfTag } from './infer-prefix.ts'
import { regexVersioning } from './regex.ts'

describe('splitTag', () => {
  it.each([
    ['helm-loki-1.2.3', 'helm-loki-', '1.2.3'],
    ['v1.2.3', '', 'v1.2.3'],
    ['release-3.20', 'release-', '3.20'],
    ['REL_17_4', 'REL_', '17_4'],
    ['REL9_6_24', 'REL', '9_6_24'],
    ['curl-8_15_0', 'curl-', '8_15_0'],
    ['flagd/v0.5.0', 'flagd/', 'v0.5.0'],
    ['@scope/pkg@1.2.3', '@scope/pkg@', '1.2.3'],
    ['k8s-1.28.3', 'k8s-', '1.28.3'],
    ['log4j2-2.17.1', 'log4j2-', '2.17.1'],
    ['postgresql-16-v2.3.4', 'postgresql-16-', 'v2.3.4'],
    ['pkg-v1', 'pkg-', 'v1'],
    ['ver1.2', 'ver', '1.2'],
    ['jdk-17.0.9+9', 'jdk-', '17.0.9+9'],
    ['loki-2.9.2-rc.1', 'loki-', '2.9.2-rc.1'],
    ['RELEASE.2024-01-16T16-07-38Z', 'RELEASE.', '2024-01-16T16-07-38Z'],
    ['1.18.3-erlang-28.0-debian-bookworm-20250517', '', '1.18.3-erlang-28.0-debian-bookworm-20250517'],
  ])('%s begins with “%s”', (tag, prefix, version) => {
    expect(splitTag(tag)).toEqual({ prefix, version })
  })

  it('finds no version where there is none', () => {
    for (const tag of ['latest', '', 'main', 'v', 'x'.repeat(10_000), '1'.repeat(300)]) expect(splitTag(tag)).toBeNull()
  })

  it('loses nothing of a tag', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (tag) => {
        const split = splitTag(tag)
        if (split !== null) expect(split.prefix + split.version).toBe(tag)
      }),
    )
  })
})

describe('inferTagShape', () => {
  it('follows the current version to the right component of a monorepo', () => {
    const tags = ['helm-loki-6.16.0', 'helm-loki-6.15.0', 'v3.2.0', 'operator/v0.6.0']
    expect(inferTagShape(tags, '3.2.0')).toMatchObject({
      prefix: '',
      others: [
        { prefix: 'helm-loki-', tags: 2 },
        { prefix: 'operator/', tags: 1 },
      ],
    })
    expect(inferTagShape(tags, '6.15.0')).toMatchObject({ prefix: 'helm-loki-', reason: expect.stringContaining('6.15.0') })
    expect(inferTagShape(tags, 'operator/v0.5.0')).toMatchObject({ prefix: 'operator/' })
    expect(inferTagShape(tags)).toMatchObject({ prefix: 'helm-loki-', reason: expect.stringContaining('most frequent') })
  })

  it('suggests a pattern where numbers are separated by something else than dots, and reads the tags with it', () => {
    const shape = inferTagShape(['REL_17_4', 'REL_17_3', 'REL_16_8'], 'REL_17_3')
    expect(shape).toMatchObject({ prefix: 'REL_', separator: '_' })
    const versioning = regexVersioning((shape.versioning ?? '').replace(/^regex:/, ''))
    if ('error' in versioning) throw new Error(versioning.error)
    const [older, newer] = [versioning.parse('REL_17_4'), versioning.parse('REL_17_10')]
    expect(older && newer && versioning.compare(older, newer)).toBe(-1)
    expect(versioning.parse('REL9_6_24')).toBeNull()
    expect(versionOfTag('REL_17_4', shape)).toBe('17.4')
    expect(versionOfTag('REL9_6_24', shape)).toBeNull()
  })

  it('keeps dates with their hyphens', () => {
    expect(inferTagShape(['2024-01-16', '2024-02-01'])).toMatchObject({ separator: '.', versioning: null })
  })

  it('says so where no tag ends in a version', () => {
    expect(inferTagShape(['latest'])).toMatchObject({ prefix: '', reason: expect.stringContaining('no tag ends in a version') })
  })
})
