import { describe, expect, it } from 'vitest'
import { aRelease, daysAgo, holds, NOW, reasonFor, resolving, steps } from '../../../../test/support/resolving.ts'
import { DAY } from '../../model/instant.ts'

describe('pattern and prefix', () => {
  it('takes only the tags of its own product out of a monorepo', () => {
    const result = resolving('loki-stack-2.9.11', ['loki-stack-2.10.3', 'loki-6.7.0', 'loki-distributed-0.80.6', 'promtail-7.0.0'], {
      constraints: { tagPrefix: 'loki-stack-' },
    })
    expect(steps(result)).toEqual(['safe loki-stack-2.10.3'])
    expect(holds(result)).toEqual(['promtail-7.0.0 pattern', 'loki-distributed-0.80.6 pattern', 'loki-6.7.0 pattern'])
  })

  it('does not read another product that shares the beginning of the prefix as a version', () => {
    const result = resolving(
      '1.0.0',
      ['tempo-1.24.4', 'tempo-vulture-1.9.0'],
      { constraints: { tagPrefix: 'tempo-' } },
      { versioning: 'semver-coerced' },
    )
    expect(steps(result)).toEqual(['safe tempo-1.24.4'])
    expect(reasonFor(result, 'tempo-vulture-1.9.0')).toContain('belongs to something else')
  })

  it('takes the named group as the version and reads a current pin that is written either way', () => {
    for (const current of ['v1.8.2', '1.8.2']) {
      const result = resolving(current, ['v1.12.1', 'v1.9.0', 'nightly-9.9.9'], {
        constraints: { versionPattern: '^v(?P<version>\\d+\\.\\d+\\.\\d+)$' },
      })
      expect(steps(result)).toEqual(['safe v1.12.1'])
      expect(result.candidates[0]?.release.version).toBe('1.12.1')
      expect(result.current).toBe('1.8.2')
    }
  })

  it('uses a pattern without the group only to choose', () => {
    const result = resolving('1.0.0', ['1.1.0', '1.2.0+build'], { constraints: { versionPattern: '^[\\d.]+$' } })
    expect(steps(result)).toEqual(['safe 1.1.0'])
    expect(reasonFor(result, '1.2.0+build')).toContain('does not match `constraints.version_pattern`')
  })

  it('reads a version with missing parts where the pattern of the user declares it to be one', () => {
    const result = resolving('7.2-rc3', ['7.2.0', '8.0-m01'], {
      constraints: { versionPattern: '^(?<version>[\\d.]+(-[a-z]+\\d+)?)$', excludePrereleases: false },
    })
    expect(steps(result)).toEqual(['safe 7.2.0', 'major 8.0-m01'])
  })

  it('holds everything and says so where the pattern is none', () => {
    const result = resolving('1.0.0', ['1.1.0'], { constraints: { versionPattern: '(?<version>\\d+' } })
    expect(steps(result)).toEqual([])
    expect(result.notices[0]).toContain('is no RE2 pattern')
    expect(holds(result)).toEqual(['1.1.0 pattern'])
  })
})

describe('versions of the scheme', () => {
  it('leaves out tags that are no versions, and says so', () => {
    const result = resolving('1.0.0', ['1.1.0', 'latest', 'nightly'])
    expect(steps(result)).toEqual(['safe 1.1.0'])
    expect(holds(result)).toEqual(['nightly invalid-version', 'latest invalid-version'])
  })
})

describe('not newer', () => {
  it('never goes down, and says nothing about older releases among what is held', () => {
    const result = resolving('2.0.0', ['1.9.9', '2.0.0', '1.0.0'])
    expect(steps(result)).toEqual([])
    expect(result.held).toEqual([])
    expect(reasonFor(result, '1.9.9')).toContain('never downgrades')
  })

  it('takes a new name for the same content for no update', () => {
    const same = { digest: `sha256:${'a'.repeat(64)}` }
    const result = resolving('9.0.11', [aRelease('9.0.11', same), aRelease('9.0.12', same)])
    expect(steps(result)).toEqual([])
    expect(reasonFor(result, '9.0.12')).toContain('same content')
  })
})

describe('incompatible tags', () => {
  it('keeps the flavour and precision of an image tag', () => {
    const result = resolving('7.4.1-alpine', ['7.4.2-alpine', '8.0.1-bookworm', '8.0.1', '8-alpine'], {}, { versioning: 'docker' })
    expect(steps(result)).toEqual(['safe 7.4.2-alpine'])
    expect(holds(result)).toContain('8.0.1-bookworm incompatible-tag')
  })

  it('follows the date stamp of the base image where nothing of the very tag is newer', () => {
    const result = resolving(
      '1.18.3-bookworm-20250517',
      ['1.18.4-bookworm-20250610', '1.18.4-bookworm-20250610-slim'],
      {},
      { versioning: 'docker' },
    )
    expect(steps(result)).toEqual(['safe 1.18.4-bookworm-20250610'])
  })
})

describe('pre-releases', () => {
  it('keeps them out by their text and by the flag of upstream', () => {
    const result = resolving('1.0.0', ['1.2.0-rc.1', aRelease('1.1.0', { prerelease: true }), '1.0.1'])
    expect(steps(result)).toEqual(['safe 1.0.1'])
    expect(holds(result)).toEqual(['1.2.0-rc.1 prerelease', '1.1.0 prerelease'])
    expect(reasonFor(result, '1.1.0')).toContain('upstream marks it so')
  })

  it('lets who runs one go on to those of the same x.y.z and to stable ones, and to no others', () => {
    const result = resolving('2.0.0-beta.1', ['2.0.0-beta.2', '2.1.0-beta.1', '3.0.0-rc.1'])
    expect(steps(result)).toEqual(['safe 2.0.0-beta.2'])
    expect(steps(resolving('2.0.0-beta.1', ['2.0.0-beta.2', '2.0.1']))).toEqual(['safe 2.0.1'])
  })

  it('takes them where the registry allows them, with the major ones in their own lane', () => {
    expect(steps(resolving('1.0.0', ['1.1.0-rc.1', '2.0.0-alpha.1'], { constraints: { excludePrereleases: false } }))).toEqual([
      'safe 1.1.0-rc.1',
      'major 2.0.0-alpha.1',
    ])
  })
})

describe('withdrawn and deprecated releases', () => {
  it('never proposes what was withdrawn, and quotes why', () => {
    const result = resolving('1.0.0', [
      aRelease('1.2.0', { yanked: 'CVE-2026-1' }),
      aRelease('1.1.0', { yanked: false }),
      aRelease('1.3.0', { yanked: true }),
    ])
    expect(steps(result)).toEqual(['safe 1.1.0'])
    expect(reasonFor(result, '1.2.0')).toBe('1.2.0 was withdrawn by upstream: CVE-2026-1.')
  })

  it('does not go from a release that is kept to a deprecated one', () => {
    const result = resolving('1.0.0', ['1.0.0', aRelease('1.1.0', { deprecated: 'use\nnewthing' })])
    expect(steps(result)).toEqual([])
    expect(reasonFor(result, '1.1.0')).toContain('use newthing.')
  })

  it('does where the current one is deprecated too', () => {
    expect(steps(resolving('1.0.0', [aRelease('1.0.0', { deprecated: 'all' }), aRelease('1.1.0', { deprecated: 'all' })]))).toEqual([
      'safe 1.1.0',
    ])
  })
})

describe('exclusions', () => {
  const leak = { version: '1.6.0', reason: 'memory leak', issueUrl: 'https://github.com/prometheus/node_exporter/issues/1' }

  it('skips an excluded version with its reason and link', () => {
    const result = resolving('1.5.0', ['1.6.0', '1.5.1'], { excluded: [leak] })
    expect(steps(result)).toEqual(['safe 1.5.1'])
    expect(reasonFor(result, '1.6.0')).toBe(
      '1.6.0 is listed under `excluded_versions`: memory leak. See https://github.com/prometheus/node_exporter/issues/1',
    )
  })

  it('knows an excluded version by its tag too, and an excluded range', () => {
    expect(steps(resolving('v1.5.0', ['v1.6.0'], { excluded: [leak] }))).toEqual([])
    expect(steps(resolving('1.5.0', ['2.0.1', '2.1.0', '3.0.0'], { excluded: [{ range: '>=2.1.0', reason: 'wait' }] }))).toEqual([
      'major 2.0.1',
    ])
  })

  it('holds until the day it says, and no longer', () => {
    const until = { ...leak, until: NOW + DAY }
    expect(resolving('1.5.0', ['1.6.0'], { excluded: [until] }).held).toMatchObject([
      { code: 'excluded', until: NOW + DAY, frees: 'The entry ends on 2026-11-22.' },
    ])
    expect(steps(resolving('1.5.0', ['1.6.0'], { excluded: [until] }, { now: NOW + DAY }))).toEqual(['safe 1.6.0'])
  })

  it('reports a range that the scheme cannot read and excludes nothing by it', () => {
    const result = resolving('1.5.0', ['1.6.0'], { excluded: [{ range: 'about 1.6', reason: 'leak' }] })
    expect(steps(result)).toEqual(['safe 1.6.0'])
    expect(result.notices).toEqual(
      [
        '`excluded_versions`: about 1.6 is no range of scheme `semver`, so it excludes nothing.',
        'Upstream does not list the current version 1.5.0 of redis.',
      ].reverse(),
    )
  })
})

describe('minimum version and range', () => {
  it('does not step to something below the minimum', () => {
    const result = resolving('1.0.0', ['1.1.0', '1.4.0'], { minimumVersion: '1.2.0' })
    expect(steps(result)).toEqual(['safe 1.4.0'])
    expect(holds(result)).toEqual(['1.1.0 below-minimum'])
  })

  it('keeps to the range, whatever the strategy', () => {
    const result = resolving('6.2.6', ['7.0.15', '7.2.0', '7.4.1'], { versionRange: '<7.2' })
    expect(steps(result)).toEqual(['major 7.0.15'])
    expect(holds(result)).toEqual(['7.4.1 outside-range', '7.2.0 outside-range'])
  })

  it('holds everything where the range cannot be read, for nobody knows the limit', () => {
    const result = resolving('1.0.0', ['1.0.0', '1.1.0'], { versionRange: 'below two' })
    expect(steps(result)).toEqual([])
    expect(result.notices).toEqual([
      '`version_range` below two is no range of scheme `semver`: every newer release is held back until it is mended.',
    ])
  })

  it('reports a minimum that the scheme cannot read', () => {
    expect(resolving('1.0.0', ['1.0.0', '1.1.0'], { minimumVersion: 'two' }).notices).toEqual([
      '`minimum_version` two is no version of scheme `semver`, so it holds nothing back.',
    ])
  })
})

describe('architecture and assets', () => {
  it('waits until an image exists for every architecture in use', () => {
    const result = resolving(
      '3.5.0',
      [
        aRelease('3.6.0', { platforms: ['linux/arm64', 'unknown/unknown'] }),
        aRelease('3.5.4', { platforms: ['linux/amd64', 'linux/arm64'] }),
      ],
      {
        constraints: { architecture: ['amd64', 'linux/arm64'] },
      },
    )
    expect(steps(result)).toEqual(['safe 3.5.4'])
    expect(reasonFor(result, '3.6.0')).toContain('is not published for amd64')
  })

  it('does not hold back what says nothing about platforms or assets', () => {
    expect(
      steps(
        resolving('1.0.0', ['1.1.0'], { constraints: { architecture: ['amd64'] }, download: { archivePattern: 'x-{VERSION}.tar.gz' } }),
      ),
    ).toEqual(['safe 1.1.0'])
  })

  it('waits for the archive that is downloaded, however its version and architecture are spelled', () => {
    const assets = (...names: string[]) => ({ assets: names.map((name) => ({ name })) })
    const result = resolving(
      'v1.6.0',
      [
        aRelease('v1.9.0', assets('sha256sums.txt', 'node_exporter-1.9.0.linux-arm64.tar.gz')),
        aRelease('v1.8.0', assets('node_exporter-1.8.0.linux-x86_64.tar.gz')),
        aRelease('v1.10.0', assets()),
      ],
      { constraints: { architecture: ['amd64'] }, download: { archivePattern: 'node_exporter-{VERSION}.linux-{ARCH}.tar.gz' } },
    )
    expect(steps(result)).toEqual(['safe v1.8.0'])
    expect(reasonFor(result, 'v1.9.0')).toContain('has no asset node_exporter-1.9.0.linux-amd64.tar.gz')
    expect(reasonFor(result, 'v1.10.0')).toContain('it has none')
  })
})

describe('minimum release age', () => {
  const week = { minimumReleaseAge: 7 * DAY }

  it('falls back to the newest release that is old enough, and says when the younger one is', () => {
    const result = resolving('1.0.0', [aRelease('1.0.2', { date: daysAgo(2) }), aRelease('1.0.1', { date: daysAgo(7) })], week)
    expect(steps(result)).toEqual(['safe 1.0.1'])
    expect(result.held).toMatchObject([
      { version: '1.0.2', code: 'too-young', until: daysAgo(2) + 7 * DAY, frees: 'It is old enough on 2026-11-26T12:00Z.' },
    ])
  })

  it('does not wait with a security fix', () => {
    const releases = [aRelease('1.0.3', { date: daysAgo(1) }), aRelease('1.0.2', { date: daysAgo(2) })]
    expect(steps(resolving('1.0.0', releases, week, { securityFixes: new Set(['1.0.2']) }))).toEqual(['safe 1.0.2'])
  })

  it('holds a release without a date, visibly, for its age cannot be proven', () => {
    const result = resolving('1.0.0', ['1.0.1'], week)
    expect(holds(result)).toEqual(['1.0.1 no-date'])
    expect(reasonFor(result, '1.0.1')).toContain('7 days')
    expect(steps(resolving('1.0.0', ['1.0.1']))).toEqual(['safe 1.0.1'])
  })

  it('takes the age of the level of the step', () => {
    const releases = [
      aRelease('1.0.1', { date: daysAgo(2) }),
      aRelease('1.1.0', { date: daysAgo(5) }),
      aRelease('2.0.0', { date: daysAgo(10) }),
    ]
    const result = resolving('1.0.0', releases, { ...week, upgrade: { minimumReleaseAge: { patch: DAY, major: 14 * DAY } } })
    expect(steps(result)).toEqual(['safe 1.0.1'])
    expect(holds(result)).toEqual(['2.0.0 too-young', '1.1.0 too-young'])
  })
})

describe('end of life', () => {
  const lines = [
    { line: '7.0', eol: daysAgo(400) },
    { line: '7.2', eol: true },
    { line: '7.4', eol: NOW + DAY },
    { line: '8', eol: false },
  ]

  it('does not move to a line that has ended', () => {
    const result = resolving('6.2.0', ['7.0.15', '7.2.9', '7.4.1', '8.0.0'], { versionRange: '<7.4' }, { lines })
    expect(steps(result)).toEqual([])
    expect(reasonFor(result, '7.2.9')).toBe('7.2.9 is of the line 7.2, which is past its end of life.')
    expect(reasonFor(result, '7.0.15')).toContain('since 2025-10-17')
  })

  it('still offers the last patches of the line that is in force', () => {
    expect(steps(resolving('7.2.4', ['7.2.9', '7.0.15', '7.4.1'], {}, { lines }))).toEqual(['safe 7.4.1'])
    expect(steps(resolving('7.2.4', ['7.2.9'], {}, { lines }))).toEqual(['safe 7.2.9'])
  })
})

describe('reasons from outside', () => {
  it('holds what a condition, a person or a promotion holds, with its own reason', () => {
    const missing = new Map([['1.2.0', { code: 'condition', reason: 'The chart 1.2.0 is not published yet.' } as const]])
    const result = resolving('1.0.0', ['1.2.0', '1.1.0'], {}, { holds: missing })
    expect(steps(result)).toEqual(['safe 1.1.0'])
    expect(reasonFor(result, '1.2.0')).toBe('The chart 1.2.0 is not published yet.')
  })
})
