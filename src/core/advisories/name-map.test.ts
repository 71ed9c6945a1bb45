import { describe, expect, it } from 'vitest'
import { aComponent } from '../../../test/support/builders.ts'
import { advisoryVersion, identify, packagesAt } from './name-map.ts'
import { parsePackageUrl } from './names/package-url.ts'

const source = (datasource: string, name: string, more: Record<string, unknown> = {}) =>
  aComponent({ source: { datasource, package: name }, ...more })

/** `ecosystem name` of all packages; the kind of identity where there are none. */
function namesOf(component: Parameters<typeof identify>[0]): string[] | string {
  const identity = identify(component)
  return identity.kind === 'known' ? identity.packages.map((one) => `${one.ecosystem} ${one.package}`) : identity.kind
}

describe('a component is known to advisories', () => {
  it.each([
    ['npm', '@babel/traverse', ['npm @babel/traverse']],
    ['pypi', 'Flask', ['PyPI Flask']],
    ['hex', 'phoenix', ['Hex phoenix']],
    ['rubygems', 'rails', ['RubyGems rails']],
    ['crates', 'reqwest', ['crates.io reqwest']],
    ['go', 'golang.org/x/net', ['Go golang.org/x/net']],
    ['maven', 'org.apache.zookeeper:zookeeper', ['Maven org.apache.zookeeper:zookeeper']],
    ['github-actions', 'github/codeql-action/init', ['GitHub Actions github/codeql-action']],
    ['github-tags', 'acme/Tool', ['GIT https://github.com/acme/Tool', 'Go github.com/acme/Tool']],
    [
      'github-releases',
      'Prometheus/prometheus',
      ['Bitnami prometheus', 'GIT https://github.com/prometheus/prometheus', 'Go github.com/prometheus/prometheus'],
    ],
    ['gitlab-tags', 'gitlab-org/gitlab-runner', ['GIT https://gitlab.com/gitlab-org/gitlab-runner']],
    ['docker', 'redis', ['Bitnami redis', 'GIT https://github.com/redis/redis', 'Go github.com/redis/redis']],
    ['docker', 'docker.io/library/redis', ['Bitnami redis', 'GIT https://github.com/redis/redis', 'Go github.com/redis/redis']],
    ['docker', 'bitnami/postgresql', ['Bitnami postgresql']],
    [
      'docker',
      'quay.io/prometheus/alertmanager',
      ['Bitnami alertmanager', 'GIT https://github.com/prometheus/alertmanager', 'Go github.com/prometheus/alertmanager'],
    ],
    ['docker', 'ghcr.io/acme/tool/worker', ['GIT https://github.com/acme/tool', 'Go github.com/acme/tool']],
    ['docker', 'registry.acme.internal/redis', 'unnamed'],
    ['endoflife', 'postgresql', ['Bitnami postgresql', 'GIT https://github.com/postgres/postgres', 'Go github.com/postgres/postgres']],
    ['endoflife', 'windows', 'unnamed'],
    ['static', 'twilio', 'none'],
    ['helm', 'loki', 'none'],
    ['terraform', 'terraform-aws-modules/vpc/aws', 'none'],
  ])('of %s %s as %j', (datasource, name, names) => {
    expect(namesOf(source(datasource, name))).toEqual(names)
  })

  it.each([
    ['a manifest of Elixir', { file: 'services/voice/mix.exs', editor: 'regex', locator: 'x' }, 'Hex phoenix'],
    ['the locator in a manifest of npm', { file: 'portal/package.json', editor: 'json', locator: 'devDependencies.vite' }, 'npm vite'],
    [
      'the locator in a manifest of Cargo',
      { file: 'Cargo.toml', editor: 'toml', locator: 'dependencies.reqwest.version' },
      'crates.io reqwest',
    ],
    ['a manifest of Poetry', { file: 'pyproject.toml', editor: 'toml', locator: 'tool.poetry.dependencies.click' }, 'PyPI click'],
    ['an editor that names packages', { file: 'requirements.txt', editor: 'requirements', locator: 'Flask' }, 'PyPI Flask'],
    [
      'a workflow',
      { file: '.github/workflows/ci.yml', editor: 'uses', locator: 'github/codeql-action/init' },
      'GitHub Actions github/codeql-action',
    ],
  ])('also by %s', (_, pin, name) => {
    expect(namesOf(source('github-tags', 'phoenixframework/phoenix', { pins: [pin] }))).toContain(name)
  })

  it.each([
    ['helm-loki-', 'grafana/helm-charts', 'unnamed'],
    ['v', 'acme/tool', ['GIT https://github.com/acme/tool', 'Go github.com/acme/tool']],
    ['tool-', 'acme/tool', ['GIT https://github.com/acme/tool', 'Go github.com/acme/tool']],
    ['sdk/go/v', 'acme/tool', ['Go github.com/acme/tool/sdk/go']],
  ])('with tags that begin with %s, in %s, as %j', (tagPrefix, name, names) => {
    expect(namesOf(source('github-tags', name, { constraints: { ...aComponent().constraints, tagPrefix } }))).toEqual(names)
  })

  it('as a part of a monorepo by the manifest that pins it', () => {
    const pins = [{ file: 'pyproject.toml', editor: 'toml', locator: 'tool.poetry.dependencies.pydantic-core' }]
    const constraints = { ...aComponent().constraints, tagPrefix: 'core-v' }
    expect(namesOf(source('github-tags', 'pydantic/pydantic', { pins, constraints }))).toEqual(['PyPI pydantic-core'])
  })

  it('by what the registry says, above all else', () => {
    const named = (advisories: ReturnType<typeof aComponent>['advisories']) =>
      namesOf(source('docker', 'registry.acme.internal/cache', { advisories }))
    expect(named([{ purl: 'pkg:bitnami/redis' }, { ecosystem: 'Go', package: 'example.org/x' }])).toEqual([
      'Bitnami redis',
      'Go example.org/x',
    ])
    expect(named(false)).toBe('none')
    expect(named([{ purl: 'pkg:generic/openssl' }])).toBe('unnamed')
  })

  it('at each major as the Go module of that major too', () => {
    const packages = [
      { ecosystem: 'Go', package: 'github.com/acme/tool' },
      { ecosystem: 'Bitnami', package: 'tool' },
    ]
    expect(packagesAt(packages, 'v1.4.0')).toEqual(packages)
    expect(packagesAt(packages, 'v3.4.0').map((one) => one.package)).toEqual(['github.com/acme/tool', 'github.com/acme/tool/v3', 'tool'])
  })

  it.each([
    ['7.4.2-alpine', '7.4.2'],
    ['7.4.2-debian-12-r3', '7.4.2'],
    ['v1.18.3-erlang-27.3.4-debian-bookworm-20250428-slim', '1.18.3'],
    ['8.0-rc1-alpine3.20', '8.0-rc.1'],
    ['latest', 'latest'],
  ])('by the version in an image’s tag: %s is %s', (tag, version) => {
    expect(advisoryVersion(source('docker', 'redis'), tag)).toBe(version)
  })
})

describe('a package URL', () => {
  it.each([
    ['pkg:npm/%40babel/traverse@7.23.0', 'npm', '@babel/traverse'],
    ['pkg:maven/org.apache.zookeeper/zookeeper', 'Maven', 'org.apache.zookeeper:zookeeper'],
    ['pkg:golang/github.com/acme/tool/v2#cmd', 'Go', 'github.com/acme/tool/v2'],
    ['pkg:github/acme/tool@v1', 'GIT', 'https://github.com/acme/tool'],
    ['pkg:deb/debian/openssl?distro=debian-12', 'Debian:12', 'openssl'],
    ['pkg:deb/ubuntu/openssl?arch=amd64&distro=ubuntu-22.04', 'Ubuntu:22.04', 'openssl'],
    ['pkg:apk/alpine/openssl?distro=alpine-3.20.3', 'Alpine:v3.20', 'openssl'],
    ['pkg:apk/wolfi/openssl', 'Wolfi', 'openssl'],
    ['pkg:composer/laravel/framework', 'Packagist', 'laravel/framework'],
  ])('%s is %s %s', (text, ecosystem, name) => {
    expect(parsePackageUrl(text)).toEqual({ ecosystem, package: name })
  })

  it.each(['pkg:generic/openssl', 'npm/vite', 'pkg:npm/', 'pkg:npm/%E0%A4%A', '', 'pkg:deb/openssl'])('is not %j', (text) => {
    expect(parsePackageUrl(text)).toBeNull()
  })
})
