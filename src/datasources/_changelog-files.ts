/** Names under which projects keep their history, most telling first; `00-releasenotes` is that of Redis. */
const NAMES = [
  'changelog',
  'changes',
  'history',
  'releasenotes',
  'release-notes',
  'release_notes',
  'releases',
  'news',
  '00-releasenotes',
  'whatsnew',
]
const EXTENSIONS = ['.md', '.markdown', '.rst', '', '.txt', '.adoc', '.asciidoc', '.org']

/** An entry of a folder, as a forge lists it. */
export interface Entry {
  name: string
  /** `blob` for a file, `tree` for a folder. */
  type: string
}

/** The file of a folder that most likely holds the history, or null. Letter case does not matter. */
export function changelogIn(entries: readonly Entry[]): string | null {
  let best: { name: string; rank: number } | null = null
  for (const { name, type } of entries) {
    const rank = type === 'blob' ? rankOf(name.toLowerCase()) : null
    if (rank !== null && (best === null || rank < best.rank)) best = { name, rank }
  }
  return best?.name ?? null
}

/** A folder of changelogs (Kubernetes keeps one file for each minor), or null. */
export function changelogFolderIn(entries: readonly Entry[]): string | null {
  return entries.find(({ name, type }) => type === 'tree' && /^(changelogs?|changes|release-?notes)$/i.test(name))?.name ?? null
}

/** Files of a changelog folder for the lines that the versions belong to: `CHANGELOG-1.30.md` for 1.30.2. At most five. */
export function filesForVersions(entries: readonly Entry[], versions: readonly string[]): string[] {
  const lines = new Set(versions.flatMap((version) => /\d{1,9}\.\d{1,9}/.exec(version)?.[0] ?? []))
  const files = entries.filter(({ name, type }) => type === 'blob' && /\.(md|markdown|rst|txt)$/i.test(name))
  const wanted = files.filter(({ name }) => (name.match(/\d{1,9}\.\d{1,9}/g) ?? []).some((line) => lines.has(line)))
  return wanted.map(({ name }) => name).slice(0, 5)
}

/** Where a component of a monorepo may keep its own history, by its tag prefix: `helm-loki-` → `charts/helm-loki/CHANGELOG.md` … */
export function pathsForPrefix(prefix: string): string[] {
  const name = prefix.replace(/[-_/@.]v?$/i, '').replace(/^@/, '')
  if (!/^[\w.-]{1,100}(\/[\w.-]{1,100})?$/.test(name) || name.includes('..')) return []
  const last = name.split('/').at(-1) ?? name
  return [...new Set([`${name}/CHANGELOG.md`, `packages/${last}/CHANGELOG.md`, `charts/${last}/CHANGELOG.md`])]
}

function rankOf(name: string): number | null {
  for (const [index, stem] of NAMES.entries()) {
    if (!name.startsWith(stem)) continue
    const extension = EXTENSIONS.indexOf(name.slice(stem.length))
    if (extension !== -1) return index * EXTENSIONS.length + extension
  }
  return null
}

/** File names to try where a folder cannot be listed cheaply, likeliest first. */
export const LIKELY_FILES = [
  'CHANGELOG.md',
  'CHANGES.md',
  'HISTORY.md',
  'RELEASES.md',
  'CHANGELOG.rst',
  'CHANGES.rst',
  'CHANGELOG',
  'NEWS.md',
  'NEWS',
  'docs/CHANGELOG.md',
]
