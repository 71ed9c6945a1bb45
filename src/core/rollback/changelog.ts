import type { ChangelogEntry } from '../proposals/changelog-insert.ts'
import { clip } from '../resolution/phrases.ts'
import { safeMarkdown } from '../text/sanitize.ts'

/** One component's way back, as the CHANGELOG tells it. */
export interface ChangelogMove {
  component: string
  environment: string | null
  from: string
  to: string
  reason: string
  /** Number of the pull request that is taken back, where known. */
  number: number | null
  reland: boolean
}

/**
 * `### Rollbacks`: “redis 7.4.2 was tried and rolled back to 7.4.1: reason (#12)” where the upgrade stands under Unreleased too, whose line
 * gives way: neither counts. Else “redis was rolled back from 7.4.2 to 7.4.1”. A reland takes the first of them out again.
 */
export function rollbackEntry(move: ChangelogMove, changelog: string | null): ChangelogEntry {
  const { component, from, to, reland } = move
  const where = move.environment === null ? '' : ` (${move.environment})`
  const number = move.number === null ? '' : ` (#${move.number})`
  const reason = clip(safeMarkdown(move.reason)).replace(/[.!]+$/, '')
  const tried = `${component} ${reland ? to : from}${where} was tried and rolled back to ${reland ? from : to}: `
  const upgraded = bumpLine(component, where)
  const wentBack = `${component} was rolled back from ${reland ? to : from} to ${reland ? from : to}${where}: `
  if (reland) {
    return {
      section: 'Changed',
      line: `Bump ${component} from ${from} to ${to} again${where}: ${reason}`,
      replaces: (entry) => entry.startsWith(tried) || entry.startsWith(wentBack),
    }
  }
  const isUpgrade = (entry: string) => {
    const found = upgraded(entry)
    return found !== null && found.to === from
  }
  const unreleased = unreleasedEntries(changelog).some((entry) => isUpgrade(entry) || entry.startsWith(tried))
  const line = `${unreleased ? tried : wentBack}${reason}${number}`
  return {
    section: 'Rollbacks',
    line,
    replaces: (entry) => isUpgrade(entry) || entry.startsWith(tried) || entry.startsWith(wentBack),
  }
}

/** Reads `Bump redis from 7.4.1 to 7.4.2 (production), low risk …` of one component and environment. */
function bumpLine(component: string, where: string): (entry: string) => { from: string; to: string } | null {
  return (entry) => {
    const match = /^Bump (\S{1,200}) from (\S{1,200}) to ([^\s,:]{1,200})( again)?( \([^()\s]{1,200}\))?[,:] /.exec(entry)
    return match !== null && match[1] === component && (match[5] ?? '') === where ? { from: match[2] ?? '', to: match[3] ?? '' } : null
  }
}

function unreleasedEntries(changelog: string | null): string[] {
  const lines = (changelog ?? '').split(/\r?\n/)
  const begin = lines.findIndex((line) => /^##\s{1,5}\[?unreleased\]?/i.test(line))
  if (begin === -1) return []
  const length = lines.slice(begin + 1).findIndex((line) => /^##\s/.test(line))
  const section = lines.slice(begin + 1, length === -1 ? undefined : begin + 1 + length)
  return section.flatMap((line) => /^[-*+]\s{1,4}(.*)$/.exec(line)?.[1] ?? [])
}
