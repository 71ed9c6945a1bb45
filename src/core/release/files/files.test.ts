import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEdits } from '../../text/edit.ts'
import { parseReleaseVersion, releaseVersion } from '../version.ts'
import { kindOf, versionFileKinds } from './index.ts'
import { pythonSpelling } from './python-version.ts'

/** The text with all its places saying a version; throws where one cannot. */
function bumped(path: string, text: string, next: string): string {
  const places = kindOf(path)?.places(text) ?? []
  if (places.length === 0) throw new Error(`${path} has no version`)
  return applyEdits(
    text,
    places.flatMap((place) => {
      const edits = place.write(releaseVersion(next))
      if (!Array.isArray(edits)) throw new Error(edits.refused)
      return edits
    }),
  )
}

const values = (path: string, text: string) => (kindOf(path)?.places(text) ?? []).map(({ what, value }) => `${what} ${value}`)

const CARGO = '[package]\nname = "app"\nversion = "1.2.0" # ours\n\n[dependencies]\nserde = { version = "1.2.0" }\n'
const PYPROJECT = '[project]\nname = "app"\nversion = "1.2.0"\ndependencies = ["x==1.2.0"]\n'
const MIX = `defmodule App.MixProject do
  use Mix.Project

  @version "1.2.0"

  def project do
    [app: :app, version: @version, elixir: "~> 1.19", deps: deps()]
  end

  defp deps, do: [{:phoenix, "~> 1.2.0"}]
end
`
const CHART =
  'apiVersion: v2\nname: app\nversion: 1.2.0 # the chart\nappVersion: "v1.2.0"\ndependencies:\n  - name: redis\n    version: 1.2.0\n'

describe('the files that carry a version', () => {
  it.each([
    ['VERSION', '1.2.0\n', '1.3.0\n'],
    ['VERSION', 'v1.2.0', 'v1.3.0'],
    ['VERSION', '\ufeff# ours\r\n\r\n1.2.0 # now\r\n', '\ufeff# ours\r\n\r\n1.3.0 # now\r\n'],
    ['VERSION', 'MAJOR_VERSION=1\nMINOR_VERSION=2\nPATCH_VERSION=0\n', 'MAJOR_VERSION=1\nMINOR_VERSION=3\nPATCH_VERSION=0\n'],
    [
      'VERSION',
      "export VERSION_MAJOR='1'\r\nVERSION_MINOR = 2 # two\r\nVERSION_PATCH:=0\r\n",
      "export VERSION_MAJOR='1'\r\nVERSION_MINOR = 3 # two\r\nVERSION_PATCH:=0\r\n",
    ],
    ['VERSION', 'VERSION=1.2.0\nBUILD_IMAGE=redis:7.2.4\n', 'VERSION=1.3.0\nBUILD_IMAGE=redis:7.2.4\n'],
    ['version.env', 'APP_VERSION="1.2.0"', 'APP_VERSION="1.3.0"'],
    [
      'package.json',
      '{\n  "version": "1.2.0",\n  "dependencies": { "version": "1.2.0" }\n}',
      '{\n  "version": "1.3.0",\n  "dependencies": { "version": "1.2.0" }\n}',
    ],
    ['web/package.json', '{"name":"x","version":"1.2.0"}', '{"name":"x","version":"1.3.0"}'],
    ['charts/app/Chart.yaml', CHART, CHART.replace('version: 1.2.0 #', 'version: 1.3.0 #').replace('"v1.2.0"', '"v1.3.0"')],
    ['pyproject.toml', PYPROJECT, PYPROJECT.replace('version = "1.2.0"', 'version = "1.3.0"')],
    ['pyproject.toml', "[tool.poetry]\r\nversion = '1.2.0'\r\n", "[tool.poetry]\r\nversion = '1.3.0'\r\n"],
    ['app/__init__.py', '"""App 1.2.0."""\n__version__: str = "1.2.0"  # ours\n', '"""App 1.2.0."""\n__version__: str = "1.3.0"  # ours\n'],
    ['app/_version.py', "VERSION = '1.2.0'\n", "VERSION = '1.3.0'\n"],
    ['mix.exs', MIX, MIX.replace('@version "1.2.0"', '@version "1.3.0"')],
    ['mix.exs', 'def project do\n [app: :a, version: "1.2.0"]\nend', 'def project do\n [app: :a, version: "1.3.0"]\nend'],
    ['Cargo.toml', CARGO, CARGO.replace('"1.2.0" #', '"1.3.0" #')],
    ['Cargo.toml', '[workspace.package]\nversion = "1.2.0"\n', '[workspace.package]\nversion = "1.3.0"\n'],
  ])('%s says the next version, and nothing else of it changes: %j', (path, before, after) => {
    expect(bumped(path, before, '1.3.0')).toBe(after)
    expect(bumped(path, after, '1.3.0')).toBe(after)
  })

  it.each([
    ['package.json', '{ "private": true }'],
    ['package.json', '{ not json'],
    ['pyproject.toml', '[project]\ndynamic = ["version"]\n'],
    ['pyproject.toml', '= broken ['],
    ['Cargo.toml', '[package]\nname = "a"\nversion.workspace = true\n'],
    ['Chart.yaml', 'name: x\n'],
    ['mix.exs', 'defmodule X do\nend\n'],
    ['mix.exs', 'def project do [version: read_version()] end'],
    ['app/__init__.py', '__version__ = importlib.metadata.version("app")\n'],
    ['VERSION', ''],
    ['VERSION', 'This file tells the version.\n1.2.0\n'],
  ])('%s without a version of its own has none: %j', (path, text) => {
    expect(values(path, text)).toEqual([])
  })

  it('keeps a version that is no release in sight, for a person to mend', () => {
    expect(kindOf('VERSION')?.places('1.2\n')).toMatchObject([{ value: '1.2', version: null }])
    expect(kindOf('package.json')?.places('{"version":"next"}')).toMatchObject([{ value: 'next', version: null }])
  })

  it('writes pre-releases where the parts of a version have a place for them, and says where they have none', () => {
    const parts = 'MAJOR=1\nMINOR=2\nPATCH=0\n'
    expect(() => bumped('VERSION', parts, '1.3.0-rc.1')).toThrow('no line such as `PRERELEASE=`')
    expect(bumped('VERSION', `${parts}PRERELEASE=\n`, '1.3.0-rc.1')).toBe('MAJOR=1\nMINOR=3\nPATCH=0\nPRERELEASE=rc.1\n')
    expect(bumped('VERSION', `${parts}VERSION_SUFFIX="-dev.1"\n`, '1.3.0-rc.1')).toBe('MAJOR=1\nMINOR=3\nPATCH=0\nVERSION_SUFFIX="-rc.1"\n')
    expect(bumped('VERSION', 'MAJOR=1\nMINOR=3\nPATCH=0\nPRERELEASE=rc.1\n', '1.3.0')).toBe('MAJOR=1\nMINOR=3\nPATCH=0\nPRERELEASE=\n')
    expect(bumped('VERSION', `${parts}VERSION=1.2.0\n`, '1.3.0')).toBe('MAJOR=1\nMINOR=3\nPATCH=0\nVERSION=1.3.0\n')
  })

  it('changes nothing but the digits of the version, in whatever surroundings', () => {
    const number = fc.nat(99)
    const version = fc.tuple(number, number, number).map((parts) => parts.join('.'))
    const filler = fc.string({ unit: fc.constantFrom('a', ' ', '#', '=', '\n', '\r\n', '1', '.', '"'), maxLength: 40 })
    fc.assert(
      fc.property(version, version, filler, (from, to, rest) => {
        const text = `{\r\n\t"version" : "${from}",\n "x": ${JSON.stringify(rest)} }`
        expect(bumped('package.json', text, to)).toBe(text.replace(`"${from}"`, `"${to}"`))
        const toml = `# ${rest.replace(/[\r\n]/g, '')}\n[package]\nversion="${from}"\n`
        expect(bumped('Cargo.toml', toml, to)).toBe(toml.replace(`="${from}"`, `="${to}"`))
      }),
    )
  })

  it('are told apart by their names alone', () => {
    for (const kind of versionFileKinds) expect(kind.label).toContain('`')
    for (const path of ['README.md', 'VERSIONS', 'package-lock.json', 'x.exs']) expect(kindOf(path)).toBeUndefined()
  })
})

describe('versions as Python spells them', () => {
  it.each([
    ['1.3.0', '1.3.0'],
    ['1.3.0-rc.2', '1.3.0rc2'],
    ['1.3.0-alpha.1', '1.3.0a1'],
    ['1.3.0-beta.10', '1.3.0b10'],
    ['1.3.0-dev.4', '1.3.0.dev4'],
    ['1.3.0-feature.login.1', '1.3.0.dev1+feature.login'],
    ['1.3.0-hotfix.2', '1.3.0.dev2+hotfix'],
    ['1.3.0-feature.jira-12.3', '1.3.0.dev3+feature.jira-12'],
  ])('%s is %s and reads back', (version, python) => {
    expect(pythonSpelling.write(releaseVersion(version))).toBe(python)
    expect(pythonSpelling.read(python)?.text).toBe(version)
    expect(bumped('pyproject.toml', PYPROJECT, version)).toBe(PYPROJECT.replace('version = "1.2.0"', `version = "${python}"`))
  })

  it.each([
    ['1.3.0.RC2', '1.3.0-rc.2'],
    ['1.3.0-dev4', '1.3.0-dev.4'],
    ['v1.3.0c01', '1.3.0-rc.1'],
    ['1.3.0-rc.2', '1.3.0-rc.2'],
    ['1.3.0.post1', undefined],
    ['1.3', undefined],
  ])('%s is read as %s', (python, version) => {
    expect(pythonSpelling.read(python)?.text).toBe(version)
  })
})

describe('lock files', () => {
  const locked = (manifest: string, text: string, lock: string, lockText: string, others: Record<string, string> = {}) => {
    const companion = kindOf(manifest)
      ?.companions?.(manifest, text)
      .find(({ path }) => path === lock)
    return (
      companion
        ?.places(lockText, new Map(Object.entries(others)))
        .map(({ what, value, version }) => [what, value, version?.text ?? null]) ?? []
    )
  }

  it('of npm repeat the version at the top and under the package, also of a workspace', () => {
    const lock = JSON.stringify({
      version: '1.2.0',
      packages: { '': { version: '1.2.0' }, 'web/app': { version: '1.2.0' }, 'node_modules/a': { version: '1.2.0' } },
    })
    expect(locked('package.json', '{}', 'package-lock.json', lock)).toEqual([
      ['version', '1.2.0', '1.2.0'],
      ['packages[""].version', '1.2.0', '1.2.0'],
    ])
    expect(locked('web/app/package.json', '{}', 'package-lock.json', lock)).toEqual([['packages["web/app"].version', '1.2.0', '1.2.0']])
    expect(locked('web/package.json', '{}', 'package-lock.json', lock)).toEqual([])
  })

  it('of Cargo repeat it for the own crates alone', () => {
    const lock =
      '[[package]]\nname = "app"\nversion = "1.2.0"\n\n[[package]]\nname = "app"\nversion = "0.9.0"\nsource = "registry+https://x"\n\n[[package]]\nname = "lib"\nversion = "1.2.0"\n\n[[package]]\nname = "tool"\nversion = "1.2.0"\n'
    expect(locked('Cargo.toml', CARGO, 'Cargo.lock', lock)).toEqual([['package[name=app].version', '1.2.0', '1.2.0']])
    const members = {
      'lib/Cargo.toml': '[package]\nname = "lib"\nversion.workspace = true\n',
      'tool/Cargo.toml': '[package]\nname = "tool"\nversion = "1.2.0"\n',
    }
    expect(locked('Cargo.toml', '[workspace.package]\nversion = "1.2.0"\n', 'Cargo.lock', lock, members)).toEqual([
      ['package[name=lib].version', '1.2.0', '1.2.0'],
    ])
  })

  it('of uv repeat it for what is in the repository', () => {
    const lock =
      '[[package]]\nname = "my-app"\nversion = "1.2.0"\nsource = { editable = "." }\n\n[[package]]\nname = "my-app"\nversion = "3.0.0"\nsource = { registry = "https://pypi.org/simple" }\n'
    expect(locked('pyproject.toml', '[project]\nname = "My_App"\nversion = "1.2.0"\n', 'uv.lock', lock)).toEqual([
      ['package[name=My_App].version', '1.2.0', '1.2.0'],
    ])
  })

  it('are found above the package too', () => {
    const above = kindOf('a/b/Cargo.toml')
      ?.companions?.('a/b/Cargo.toml', CARGO)
      .map(({ path }) => path)
    expect(above).toEqual(['a/b/Cargo.lock', 'a/Cargo.lock', 'Cargo.lock'])
  })

  it('are unreadable without harm', () => {
    expect(locked('package.json', '{}', 'package-lock.json', '<<<<<<< HEAD\n{')).toEqual([])
    expect(parseReleaseVersion('x')).toBeNull()
  })
})
