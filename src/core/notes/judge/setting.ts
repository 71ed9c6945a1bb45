import { compareLoose, isDateVersion, isWithin, type LooseVersion, parseLoose } from '../outline/loose-version.ts'

/** What a judgement needs to know beside the words: which release they stand under, and which step is asked about. */
export interface Setting {
  /** The release that the text stands under; null where that is not known. */
  version: LooseVersion | null
  from: LooseVersion
  to: LooseVersion
}

const DIGIT = /\d/
const VERSIONS = /\bv?\d{1,6}(?:\.(?:\d{1,6}|x)){1,3}(?:[ -]?(?:rc|alpha|beta)\.?-?\d{0,3})?\b|\bv\d{1,4}\b/gi
const INTRODUCED =
  /\b(?:introduced|added|released|appeared|shipped|new|broken|broke|regression|regressed) (?:only )?(?:in|with|since|from|by) (?:[A-Za-z/*]{1,20} ){0,2}[*`v]{0,2}(\d{1,6}(?:\.\d{1,6}){1,3}(?:[ -]?(?:rc|alpha|beta)\.?-?\d{0,3})?|RC\d{1,2})\b/i

const REQUIRES = /^\W{0,4}(?:[A-Za-z][\w.-]{0,30} ){1,4}v?(\d{1,6}(?:\.\d{1,6}){1,3}) (?:requires?|requiring|needs?|required|needed)\b/

/** Whether a sentence names the very release that it stands under: `may no longer compile in Elixir v1.15` in the notes of 1.15. */
export function namesThisRelease(raw: string, setting: Setting): boolean {
  const release = setting.version
  if (release === null) return false
  const named = (raw.match(VERSIONS) ?? []).flatMap((text) => parseLoose(text) ?? [])
  const isReached = (version: LooseVersion) => isWithin(version, release) || compareLoose(version, release) <= 0
  // `the default from 0.4.0 on, needs the driver 0.0.21`, in 0.3.0: the version that is yet to come tells when.
  return named.every(isReached) && named.some((version) => version.numbers.length <= release.numbers.length + 1)
}

/** Whether a sentence is about what came in on the way from `from` to `to`, so that nobody who comes from `from` ever had it. */
export function isAboutTheWay(raw: string, setting: Setting): boolean {
  const text = DIGIT.test(raw) ? INTRODUCED.exec(raw)?.[1] : undefined
  const named = text === undefined ? null : ofStage(text, setting)
  if (named === null) return false
  return compareLoose(named, setting.from) > 0 && compareLoose(named, setting.to) <= 0
}

/** Whether a sentence states what an older release required: `Loom 2.5 requires Java 8` in the notes of 2.11. */
export function requiredBefore(raw: string, setting: Setting): boolean {
  const named = DIGIT.test(raw) ? parseLoose(REQUIRES.exec(raw)?.[1] ?? '') : null
  return named !== null && compareLoose(named, setting.from) <= 0
}

/** `RC1` alone means that of the release at hand. */
function ofStage(text: string, setting: Setting): LooseVersion | null {
  if (!/^rc/i.test(text) || setting.version === null) return parseLoose(text)
  return parseLoose(`${setting.version.numbers.join('.')}-${text}`)
}

/** A release that by its number only mends: 1.2.3. What reads like a change in behaviour is most often a mended one there. */
export function onlyMends(version: LooseVersion | null): boolean {
  return (
    version !== null && version.pre === null && !isDateVersion(version.text) && (version.numbers[2] ?? 0) > 0 && version.numbers.length < 5
  )
}

/** The first release of a line that may break by its number: 3.0.0, 0.13.0, their release candidates too. Dates never. */
export function opensLine(version: LooseVersion | null): boolean {
  if (version === null || isDateVersion(version.text)) return false
  const [major = 0, minor = 0, patch = 0] = version.numbers
  return major === 0 ? minor > 0 && patch === 0 : minor === 0 && patch === 0
}
