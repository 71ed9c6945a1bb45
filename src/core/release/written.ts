import type { Problem } from '../model/problems.ts'
import { locatePin } from '../pins/locate.ts'
import { placeOf } from '../text/edit.ts'
import { type Carrier, carriersOf, pinFiles, type Texts } from './carriers.ts'
import { nameOf, type VersionPlace } from './files/contract.ts'
import { kindOf } from './files/index.ts'
import type { ReleaseSettings } from './settings.ts'
import { parseReleaseVersion, type ReleaseVersion } from './version.ts'

/** One place that carries the version, and what it says. */
export interface WrittenVersion {
  path: string
  line: number
  column: number
  /** `version`, `appVersion`, `__version__`, or the locator of a pin. */
  what: string
  value: string
  /** Null where it is no version that can be released. */
  version: ReleaseVersion | null
  /** How the file came to be looked at. */
  origin: Carrier['origin'] | 'pin'
}

/** What the files say before anything is changed. */
export interface WrittenVersions {
  /** All places that move with the version. */
  places: readonly WrittenVersion[]
  /** Places that were left out, and why. */
  notices: readonly string[]
  /** Files that were named and are not there, or say nothing that can be read. */
  problems: readonly Problem[]
}

/** Reads all places that carry the version. */
export function writtenVersions(settings: ReleaseSettings, listed: readonly string[], texts: Texts): WrittenVersions {
  const problems: Problem[] = []
  const unread: string[] = []
  const inFiles = carriersOf(settings, listed, texts).flatMap((carrier) => {
    const text = texts.get(carrier.path)
    const places = text == null ? [] : carrier.places(text)
    if (carrier.origin === 'listed' && places.length === 0) problems.push(nothingIn(carrier.path, text ?? null))
    if (carrier.origin !== 'listed' && text == null)
      unread.push(`${carrier.path} cannot be read as text (a link, or too large): left as it is.`)
    return places.map((place) => writtenAt(carrier, text ?? '', place))
  })
  const own = leftOut([...new Map(inFiles.map((one) => [`${one.path}:${one.line}:${one.column}`, one])).values()])
  const inPins = settings.pins.flatMap((pin) =>
    filesOf(pin.file, listed, problems).flatMap((path) => {
      const text = texts.get(path)
      const located = locatePin(text ?? '', path, pin)
      if (text == null) problems.push(nothingIn(path, null))
      else if (!located.ok) problems.push(located.problem)
      if (text == null || !located.ok) return []
      return located.found.map(({ value, start }): WrittenVersion => {
        const what = `${pin.editor}: ${typeof pin.locator === 'string' ? pin.locator : JSON.stringify(pin.locator)}`
        return { path, ...placeOf(text, start), what, value, version: parseReleaseVersion(value), origin: 'pin' }
      })
    }),
  )
  const places = [...own.places, ...inPins]
  return {
    places,
    notices: [...new Set(unread), ...own.notices],
    problems: [...problems, ...places.filter(({ version }) => version === null).map(unreadable)],
  }
}

function writtenAt({ path, origin }: Carrier, text: string, { what, value, version, start }: VersionPlace): WrittenVersion {
  return { path, ...placeOf(text, start), what, value, version, origin }
}

/**
 * Of files that were found and not named, two things are left alone: an `appVersion` that is not the chart's own version, for then it is that of
 * something else, and the 0.0.0 that stands in manifests nobody publishes, where other files say better.
 */
function leftOut(found: readonly WrittenVersion[]): { places: WrittenVersion[]; notices: string[] } {
  const foreign = found.filter(
    (one) => one.origin === 'found' && one.what === 'appVersion' && chartVersion(found, one.path) !== one.version?.text,
  )
  const rest = found.filter((one) => !foreign.includes(one))
  const empty = rest.filter((one) => one.origin !== 'listed' && /^0\.0\.0(?:-|$)/.test(one.version?.text ?? ''))
  const dummies = empty.length < rest.length ? empty : []
  return {
    places: rest.filter((one) => !dummies.includes(one)),
    notices: [
      ...foreign.map(
        ({ path, line, value }) => `${path}:${line} says appVersion ${value}, which is not the chart's version: left as it is.`,
      ),
      ...dummies.map(({ path, line, value }) => `${path}:${line} says ${value}, which stands for no version: left as it is.`),
    ],
  }
}

function chartVersion(found: readonly WrittenVersion[], path: string): string | undefined {
  return found.find((one) => one.path === path && one.what === 'version')?.version?.text
}

function filesOf(file: string, listed: readonly string[], problems: Problem[]): string[] {
  const files = pinFiles(file, listed)
  if (files.length === 0) {
    const message = `No file matches ${file}, where the registry says the version of the project stands.`
    problems.push({ code: 'pin-missing', message, path: 'release.pins', help: 'Correct `file` of the pin, or take the pin out.' })
  }
  return files
}

function nothingIn(path: string, text: string | null): Problem {
  const kinds = 'VERSION, package.json, Chart.yaml, pyproject.toml, a Python module, mix.exs and Cargo.toml'
  const message =
    text === null
      ? `${path}, named in the registry as a file with the version, is not a text file of the repository.`
      : kindOf(path) === undefined
        ? `How ${nameOf(path)} carries a version is not known; known are ${kinds}.`
        : `${path}, named in the registry as a file with the version, has none.`
  return {
    code: 'version-missing',
    message,
    at: { file: path },
    help: 'Correct `release.version_files`, or name the place by a pin under `release.pins`.',
  }
}

function unreadable({ path, line, column, what, value }: WrittenVersion): Problem {
  return {
    code: 'version-invalid',
    message: `${what} is ${JSON.stringify(value.slice(0, 100))}, which is no version by SemVer 2.0.`,
    at: { file: path, line, column },
    help: 'Write it with three numbers, such as 1.2.0, or list the files that carry the version under `release.version_files`.',
  }
}

/** One problem that names every place, where the places do not all say the same; null where they do. */
export function disagreement(places: readonly WrittenVersion[]): Problem | null {
  const said = new Set(places.map(({ version }) => version?.text))
  const [first] = places
  if (said.size <= 1 || first === undefined) return null
  const listed = places.map(({ path, line, what, value }) => `${path}:${line} says ${value}${what === 'version' ? '' : ` (${what})`}`)
  return {
    code: 'versions-disagree',
    message: `The files do not say the same version: ${listed.join('; ')}.`,
    at: { file: first.path, line: first.line, column: first.column },
    help: 'Make them equal, or list the files that carry the version under `release.version_files`.',
  }
}
