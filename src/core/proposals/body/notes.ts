import type { Upgrade } from '../../model/upgrade.ts'
import type { ReleaseText } from '../../notes/outline/release-texts.ts'
import { blockQuote, tableCell } from '../../text/sanitize.ts'
import { safeUrl } from './findings.ts'

const MAX_RELEASE = 8_000

/** Release notes, collapsed, newest first, at most `room` characters in all; what does not fit is linked. */
export function notesSection(upgrades: readonly Upgrade[], notes: ReadonlyMap<string, readonly ReleaseText[]>, room: number): string {
  const blocks: string[] = []
  let left = room
  for (const upgrade of upgrades) {
    const releases = notes.get(upgrade.component) ?? []
    if (releases.length === 0) continue
    const parts: string[] = []
    let omitted = 0
    left -= 200
    for (const release of releases) {
      const part = `#### ${heading(release)}\n\n${blockQuote(release.text, MAX_RELEASE)}`
      if (part.length + 2 > left) omitted += 1
      else {
        parts.push(part)
        left -= part.length + 2
      }
    }
    if (omitted > 0) parts.push(`… and ${omitted} more release${omitted === 1 ? '' : 's'} that did not fit here.`)
    blocks.push(`<details><summary>Release notes of ${tableCell(upgrade.component)}</summary>\n\n${parts.join('\n\n')}\n\n</details>`)
  }
  return blocks.join('\n\n')
}

function heading(release: ReleaseText): string {
  const name = tableCell(release.version)
  return release.url === undefined ? name : `[${name}](${safeUrl(release.url)})`
}
