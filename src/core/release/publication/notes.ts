import { capText, plainLine, tableCell } from '../../text/sanitize.ts'
import type { JudgedCommit } from '../judge-commit.ts'
import type { ReleaseSettings } from '../settings.ts'

/** How a type of commits is shown in release notes. */
export interface NoteSection {
  type: string
  scope?: string
  section: string
  effect: 'bump' | 'changelog' | 'hidden'
}

/** Sections as the preset `conventionalcommits` calls them, and what it has no name for. */
const SECTIONS: Readonly<Record<string, string>> = {
  feat: 'Features',
  feature: 'Features',
  fix: 'Bug Fixes',
  perf: 'Performance Improvements',
  revert: 'Reverts',
  deps: 'Dependencies',
  security: 'Security',
  docs: 'Documentation',
  style: 'Styles',
  chore: 'Miscellaneous Chores',
  refactor: 'Code Refactoring',
  test: 'Tests',
  build: 'Build System',
  ci: 'Continuous Integration',
}

/** Sections in the order of the notes, by the repository's own rules: those with a scope before the type alone, for the first that fits counts. */
export function noteSections({ types, changelog }: Pick<ReleaseSettings, 'types' | 'changelog'>): NoteSection[] {
  const keys = [...new Set([...Object.keys(SECTIONS), ...types.keys(), ...changelog.sections.keys()])]
  const sections = keys.map((key): NoteSection => {
    const { type = key, scope } = /^(?<type>[^(]{1,60})(?:\((?<scope>[^)]{1,60})\))?$/.exec(key)?.groups ?? {}
    const section = SECTIONS[type] ?? changelog.sections.get(key) ?? 'Other Changes'
    const level = types.get(key) ?? types.get(type) ?? types.get('other') ?? 'none'
    const listed = changelog.sections.has(key) || changelog.sections.has(type)
    return {
      type: typeWord(type),
      ...(scope === undefined ? {} : { scope }),
      section,
      effect: level !== 'none' ? 'bump' : listed ? 'changelog' : 'hidden',
    }
  })
  return sections.toSorted((a, b) => Number(b.scope !== undefined) - Number(a.scope !== undefined))
}

const LONGEST = 1000

/**
 * The messages of the commits that notes are made of, newest first: those that stand and belong to what is released. Each is written anew from
 * what was read of it, on single lines, so that nothing in it can act: a field mark, a heading, HTML, a bidirectional override.
 */
export function noteCommits(judged: readonly JudgedCommit[]): { sha: string; message: string }[] {
  return judged
    .filter(({ listed }) => listed)
    .map(({ commit: { sha, type, scope, breaking, description, pullRequest } }) => {
      const where = scope === null ? '' : `(${plainLine(scope)})`
      const header = `${typeWord(type ?? 'other')}${where}${breaking === null ? '' : '!'}: ${markdown(description)}${pullRequest === null ? '' : ` (${pullRequest})`}`
      const footer = breaking === null || breaking === description ? '' : `\n\nBREAKING CHANGE: ${markdown(breaking)}`
      return { sha, message: header + footer }
    })
}

/** The preset reads no dashes in types. */
function typeWord(type: string): string {
  return type.replaceAll('-', '_')
}

/** Outside code `<` would begin HTML, and at the beginning of an entry some signs a heading, a list or a quotation. */
function markdown(text: string): string {
  const parts = plainLine(text.slice(0, LONGEST))
    .replace(/^(?=[#>+*-])/, '\\')
    .split('`')
  const balanced = parts.length % 2 === 1
  return parts.map((part, at) => (balanced && at % 2 === 1 ? part : part.replaceAll('<', '&lt;'))).join('`')
}

/** A component with its version at this release and at the one before. */
export interface ReleasedComponent {
  name: string
  version: string
  /** Null where it was not there. */
  before: string | null
}

/** GitHub refuses notes of more than 125,000 characters. */
const LONGEST_NOTES = 90_000
const LONGEST_TABLE = 30_000

/** All that stands on the page of a release. */
export function releaseBody(parts: {
  notes: string
  components: readonly ReleasedComponent[]
  /** Whether there was a release before whose components are known. */
  compared: boolean
  compareUrl: string | null
}): string {
  const { notes, components, compared, compareUrl } = parts
  const link = compareUrl === null ? '' : `**All changes:** ${compareUrl}`
  const said = notes === '' ? 'No notable changes.' : capText(notes, LONGEST_NOTES)
  const table = capText(componentTable(components, compared), LONGEST_TABLE)
  return [said, table, link].filter((part) => part !== '').join('\n\n')
}

/** The same with the ledger's last hash: a place outside the ledger from which its chain can be proven. */
export function withAnchor(body: string, hash: string | null): string {
  return hash === null ? body : `${body}\n\n<sub>Ledger at this release: \`pinwarden ledger verify --anchor ${hash}\`</sub>`
}

function componentTable(components: readonly ReleasedComponent[], compared: boolean): string {
  if (components.length === 0) return ''
  const rows = components.map(({ name, version, before }) => {
    const moved = !compared || before === version ? '' : before === null ? 'new' : tableCell(before)
    return compared ? `| ${tableCell(name)} | ${tableCell(version)} | ${moved} |` : `| ${tableCell(name)} | ${tableCell(version)} |`
  })
  const head = compared ? ['| component | version | before |', '| --- | --- | --- |'] : ['| component | version |', '| --- | --- |']
  return ['### Components', [...head, ...rows].join('\n')].join('\n\n')
}

/** What tells people that a release is not to be used. Found again by its first line, so that it is put there once. */
const BANNER = '<!-- pinwarden: rolled back -->'

/** Notes of a release that was taken back: a warning above, all else as it was. Twice is once. */
export function withBanner(body: string, { to, reason }: { to: string; reason: string }): string {
  const end = `${BANNER}\n`
  const rest = body.startsWith(BANNER) ? body.slice(body.indexOf(end, BANNER.length) + end.length).replace(/^\s{1,5}/, '') : body
  return `${BANNER}\n> [!CAUTION]\n> This release was rolled back. Use ${tableCell(to)} instead.\n>\n> ${tableCell(reason)}\n\n${end}\n${rest}`
}
