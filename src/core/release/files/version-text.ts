import { linesOf } from '../../pins/syntax/lines.ts'
import type { Edit } from '../../text/edit.ts'
import { isPrerelease, parseReleaseVersion, type ReleaseVersion } from '../version.ts'
import { nameOf, type VersionFileKind, type VersionPlace } from './contract.ts'
import { spanPlace } from './span.ts'

/**
 * `VERSION` in its two forms: the version alone on a line, or its parts as settings (`MAJOR_VERSION=2`, `MINOR_VERSION=3`, `PATCH_VERSION=1`,
 * and `PRERELEASE=` where there are pre-releases), with or without a `VERSION=2.3.1` beside them. Comments stay.
 */
export const versionText: VersionFileKind = {
  id: 'VERSION',
  label: '`VERSION`, `VERSION.txt`, `version.env`: the version alone, or `MAJOR_VERSION=2` and the like',
  handles: (path) => /^(?:VERSION|version)(?:\.(?:txt|env))?$/.test(nameOf(path)),
  places(text) {
    const settings = settingsIn(text)
    const parts = partsOf(settings, text)
    const whole = settings.filter(({ name }) => /^(?:[A-Z0-9]{1,40}_){0,3}VERSION$/.test(name) && !/^(?:MAJOR|MINOR|PATCH)_/.test(name))
    const places = [
      ...parts,
      ...whole.filter(({ value }) => /^v?\d/.test(value)).map((one) => spanPlace(one.name, text, one.start, one.end)),
    ]
    return settings.length > 0 ? places : alone(text)
  },
}

/** The first line that is neither blank nor a comment. */
function alone(text: string): VersionPlace[] {
  for (const line of linesOf(text)) {
    const found = /^[ \t]{0,20}([^\s#]\S{0,200})[ \t]{0,20}(?:#.{0,500})?$/.exec(line.text)
    if (found?.[1] !== undefined) {
      const start = line.start + line.text.indexOf(found[1])
      return [spanPlace('the version', text, start, start + found[1].length)]
    }
    if (!/^\s{0,200}(?:#|$)/.test(line.text)) return []
  }
  return []
}

interface Setting {
  name: string
  value: string
  start: number
  end: number
}

/** `MAJOR_VERSION=2`, `export VERSION_MAJOR = "2"`, `MAJOR: 2`; in lower case too. */
const SETTING =
  /^[ \t]{0,20}(?:export[ \t]{1,5})?([A-Za-z][A-Za-z0-9_]{0,80})[ \t]{0,10}[:?]?[=:][ \t]{0,10}(["']?)([^\s"'#]{0,100})\2[ \t]{0,20}(?:#.{0,500})?$/

function settingsIn(text: string): Setting[] {
  return [...linesOf(text)].flatMap((line) => {
    const found = SETTING.exec(line.text)
    if (found === null) return []
    const [, name = '', quote = '', value = ''] = found
    const sign = line.text.search(/[=:]/)
    const behind = /^[:?]?[=:]{1,2}[ \t]{0,10}/.exec(line.text.slice(sign))?.[0].length ?? 1
    const start = line.start + sign + behind + quote.length
    return [{ name: name.toUpperCase(), value, start, end: start + value.length }]
  })
}

const PARTS = ['MAJOR', 'MINOR', 'PATCH'] as const
const PRERELEASE = /^(?:[A-Z0-9]{1,40}_){0,3}(?:PRE_?RELEASE|VERSION_SUFFIX|SUFFIX)(?:_VERSION)?$/

/** The three numbers as one place, where all of them are there. */
function partsOf(settings: readonly Setting[], text: string): VersionPlace[] {
  const [major, minor, patch] = PARTS.map((part) =>
    settings.find(({ name }) => new RegExp(`^(?:[A-Z0-9]{1,40}_){0,3}${part}(?:_VERSION)?$`).test(name)),
  )
  if (major === undefined || minor === undefined || patch === undefined) return []
  const suffix = settings.find(({ name }) => PRERELEASE.test(name))
  const pre = suffix?.value.replace(/^-/, '') ?? ''
  const value = `${major.value}.${minor.value}.${patch.value}${pre === '' ? '' : `-${pre}`}`
  return [
    {
      what: 'MAJOR, MINOR and PATCH',
      value,
      start: major.start,
      version: parseReleaseVersion(value),
      write(next) {
        if (suffix === undefined && isPrerelease(next))
          return { refused: 'it has no line such as `PRERELEASE=` for what follows the numbers' }
        const numbers = [major, minor, patch].map((one, at) => set(one, next.semantic.release[at] ?? '0'))
        return [...numbers, ...(suffix === undefined ? [] : [set(suffix, suffixText(suffix, next))])].filter(
          (edit) => text.slice(edit.start, edit.end) !== edit.text,
        )
      },
    },
  ]
}

function set({ start, end }: Setting, text: string): Edit {
  return { start, end, text }
}

/** With the dash in front where the file writes it so. */
function suffixText({ name, value }: Setting, next: ReleaseVersion): string {
  const pre = next.semantic.pre.join('.')
  const dashed = value === '' ? /SUFFIX/.test(name) : value.startsWith('-')
  return pre === '' ? '' : `${dashed ? '-' : ''}${pre}`
}
