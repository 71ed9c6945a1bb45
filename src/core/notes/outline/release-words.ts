/** Dates, which are no versions unless the project's versions are dates. */
export const NUMERIC_DATE =
  /^(?:\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:t\d{2}(?::\d{2}){1,2}z?)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{8}|\d{1,2}-[A-Za-z]{3,9}-\d{4}|\d{4}-[A-Za-z]{3,9}-\d{1,2}|\d{1,2}:\d{2}(?::\d{2})?(?:z|[+-]\d{2}:?\d{2})?|[+-]\d{4})$/i
const YEAR_OR_DAY = /^(?:19|20)\d{2}$|^\d{1,2}(?:st|nd|rd|th)?$/

/** Words that may stand in a release heading of any project. */
const COMMON = new Set(
  (
    'version versions ver v release releases released changes change changelog log notes note in for of the a an new news what whats is are was on at to and noteworthy ' +
    'overview stable final ga lts current maintenance active yanked unreleased tbd tba date dated patch minor major hotfix bugfix security beta alpha rc candidate build as by ' +
    'draft pre-release prerelease preview milestone update latest next with history all notable summary dev development snapshot codename code name edition distribution ' +
    'aka scheduled urgency low medium high unstable experimental testing tag tagged retracted withdrawn not yet ' +
    'jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september october november december ' +
    'mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday ist idt utc gmt mt pt et ct jst bst msk wib est edt pst pdt cet cest st nd rd th'
  ).split(' '),
)

/** Words that show that a heading with a version in it is about something else than that release. */
const FOREIGN = new Set(
  (
    'since from upgrade upgrading upgrades migrate migrating migration breaking incompatible incompatibilities incompatibility deprecated deprecation deprecations removed removal remove support supported requires require required introduction ' +
    'introducing download downloads source binaries checksum checksums features feature fixes fix fixed improvements before after compared comparing older earlier other known issues how why using ' +
    'until through previous dropped drop added add highlights compatibility important contributors'
  ).split(' '),
)

/** A word that says something of its own: no date, no mark, none that may stand beside any version. */
export function isTelling(word: string): boolean {
  const plain = word.toLowerCase()
  return !(
    COMMON.has(plain) ||
    plain === "what's" ||
    NUMERIC_DATE.test(plain) ||
    YEAR_OR_DAY.test(plain) ||
    /^[^a-z0-9]{1,20}$/.test(plain) ||
    /^\d{4}-\d{2}-xx$|^x{2,4}$|^#\d{1,8}$/.test(plain)
  )
}

/** Words that show so even behind a version and a colon. */
const ELSEWHERE = new Set(
  'since from upgrade upgrading upgrades migrate migrating migration breaking incompatible incompatibilities until before after compared how'.split(
    ' ',
  ),
)

/** `Upgrading`, `Breaking`: about the step and not the release. */
export function isElsewhere(word: string): boolean {
  return ELSEWHERE.has(word.toLowerCase())
}

/** `Upgrading`, `Deprecated since`: the heading is no heading of a release. */
export function isForeign(word: string): boolean {
  return FOREIGN.has(word.toLowerCase())
}
