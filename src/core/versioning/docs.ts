import type { Versioning } from './contract.ts'
import { VERSIONING_IDS, versionings } from './index.ts'

/** The table of schemes for `docs/versioning.md`, Markdown, generated from the registry. */
export function versioningDocs(): string {
  const rows = VERSIONING_IDS.map((id) => row(versionings[id]))
  return ['| id | what it reads | ranges | rules |', '| --- | --- | --- | --- |', ...rows, ''].join('\n')
}

function row(versioning: Versioning): string {
  const examples = versioning.rangeExamples.map((example) => `\`${example.replaceAll('|', '\\|')}\``).join(' · ')
  return `| \`${versioning.id}\` | ${versioning.label} | ${examples} | ${versioning.docs} |`
}
