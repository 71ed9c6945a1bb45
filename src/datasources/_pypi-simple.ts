/** A file of the index for installers. */
export interface SimpleFile {
  filename: string
  yanked: boolean | string
  date?: string | null | undefined
  /** Address of its attestations, null where there is none. */
  attested?: string | null | undefined
  sha256?: string | null | undefined
}

/** PEP 503: runs of `-`, `_` and `.` are one `-`. */
export function normalName(name: string): string {
  return name.toLowerCase().replace(/[-_.]{1,100}/g, '-')
}

const ARCHIVES = ['.tar.gz', '.zip', '.tar.bz2', '.tgz', '.tar.xz', '.tar.z']

/**
 * The version in a file name, or null. Wheels and eggs divide their parts by `-` (`name-1.0-py3-none-any.whl`); in a source archive the name
 * itself may hold dashes, so the cut is where what stands before it is the project's name.
 */
export function versionOfFile(filename: string, project: string): string | null {
  const lower = filename.toLowerCase()
  if (/\.(whl|egg)$/.test(lower)) return filename.split('-')[1] ?? null
  const archive = ARCHIVES.find((ending) => lower.endsWith(ending))
  const stem = archive === undefined ? filename.replace(/\.(exe|msi|rpm|deb|dmg)$/i, '') : filename.slice(0, -archive.length)
  const name = normalName(project)
  for (let dash = stem.indexOf('-'); dash !== -1; dash = stem.indexOf('-', dash + 1)) {
    if (normalName(stem.slice(0, dash)) !== name) continue
    const version = stem.slice(dash + 1)
    return archive === undefined ? (version.split(/[-.](?:py|win|linux|mac)/)[0] ?? null) : version
  }
  return null
}

/** Files of the HTML form (PEP 503, yanks by PEP 592). Attributes are read from each tag alone, so that a broken page costs no more than its length. */
export function simpleHtmlFiles(html: string): SimpleFile[] {
  const files: SimpleFile[] = []
  for (const [, attributes = '', text = ''] of html.matchAll(/<a\b([^<>]{0,4000})>([^<]{1,500})</gi)) {
    const filename = text.trim()
    const yank = /\bdata-yanked(?:="([^"]{0,1000})")?/i.exec(attributes)
    const sha256 = /#sha256=([0-9a-f]{64})\b/.exec(attributes)?.[1]
    const hash = sha256 === undefined ? {} : { sha256 }
    if (filename !== '') files.push({ filename, yanked: yank === null ? false : (yank[1] ?? '') || true, ...hash })
  }
  return files
}
