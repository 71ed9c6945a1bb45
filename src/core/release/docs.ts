import { versionFileKinds } from './files/index.ts'

/** The table of files that carry a version, for docs/release.md. */
export function versionFilesDocs(): string {
  return ['| file |', '| --- |', ...versionFileKinds.map(({ label }) => `| ${label} |`)].join('\n')
}
