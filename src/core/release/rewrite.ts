import type { Problem } from '../model/problems.ts'
import { editPin } from '../pins/locate.ts'
import { applyEdits, placeOf } from '../text/edit.ts'
import { carriersOf, pinFiles, type Texts } from './carriers.ts'
import type { VersionPlace } from './files/contract.ts'
import type { ReleaseSettings } from './settings.ts'
import type { ReleaseVersion } from './version.ts'
import type { WrittenVersion } from './written.ts'

/**
 * The texts of the files with every place saying `next`, those that change alone; or all that stands in the way, and then none. `places` are
 * those that `writtenVersions` gave: others of the same files are left as they are.
 */
export function rewriteVersions(
  settings: ReleaseSettings,
  state: { listed: readonly string[]; texts: Texts; places: readonly WrittenVersion[] },
  next: ReleaseVersion,
): { texts: Map<string, string>; problems: Problem[] } {
  const { listed, texts, places } = state
  const changed = new Map<string, string>()
  const problems: Problem[] = []
  const counts = (path: string, text: string, start: number, what: string) => {
    const { line, column } = placeOf(text, start)
    return places.some((one) => one.path === path && one.line === line && one.column === column && one.what === what)
  }
  for (const [path, carriers] of Map.groupBy(carriersOf(settings, listed, texts), (carrier) => carrier.path)) {
    const text = texts.get(path)
    if (text == null) continue
    const found = carriers.flatMap((carrier) => carrier.places(text))
    const edits = onePerStart(found)
      .filter((place) => counts(path, text, place.start, place.what))
      .flatMap((place) => {
        const written = place.write(next)
        if (Array.isArray(written)) return written
        problems.push(refused(path, text, place, next, written.refused))
        return []
      })
    if (edits.length > 0) changed.set(path, applyEdits(text, edits))
  }
  for (const pin of settings.pins) {
    for (const path of pinFiles(pin.file, listed)) {
      const text = changed.get(path) ?? texts.get(path)
      if (text == null) continue
      const edited = editPin(text, path, pin, { version: next.text })
      if (!edited.ok) problems.push(edited.problem)
      else if (edited.changed) changed.set(path, edited.text)
    }
  }
  return problems.length > 0 ? { texts: new Map(), problems } : { texts: changed, problems }
}

/** Two manifests may share a lock file, and one of its places. */
function onePerStart(places: readonly VersionPlace[]): VersionPlace[] {
  return [...new Map(places.map((place) => [place.start, place])).values()]
}

function refused(path: string, text: string, { what, start }: { what: string; start: number }, next: ReleaseVersion, why: string): Problem {
  return {
    code: 'version-missing',
    message: `${what} cannot say ${next.text}: ${why}.`,
    at: { file: path, ...placeOf(text, start) },
    help: 'Add such a line, or take the file out of `release.version_files`.',
  }
}
