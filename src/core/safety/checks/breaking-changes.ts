import type { Finding, Evidence as Quote } from '../../model/finding.ts'
import type { NotesItem } from '../../notes/reading.ts'
import type { Check } from './contract.ts'

const ID = 'breaking-changes'

/** What release notes and changelog say about every release between from (exclusive) and to (inclusive). */
export const breakingChanges: Check<'notes'> = {
  id: ID,
  label: 'Breaking changes and deprecations in release notes and changelog, quoted',
  needs: ['notes'],
  run(step, { notes }): Finding[] {
    const { reading } = notes
    if (reading === null || reading.verdict === 'unknown') {
      const why = (reading === null ? notes.missing : reading.missing) ?? 'upstream publishes none that could be read'
      return [{ check: ID, verdict: 'unknown', risk: 'medium', summary: `No notes for ${step.from} → ${step.to}: ${why}.`, evidence: [] }]
    }
    const findings: Finding[] = []
    if (reading.verdict === 'breaking') {
      const count = reading.items.length
      findings.push({
        check: ID,
        verdict: 'fail',
        risk: 'high',
        summary: `The notes name ${count} breaking change${count === 1 ? '' : 's'}.`,
        evidence: reading.items.map((item) => ({ ...quote(item), why: item.why })),
      })
    } else {
      const releases = reading.releasesFound.length
      findings.push({
        check: ID,
        verdict: 'pass',
        summary: `Notes of ${releases} release${releases === 1 ? '' : 's'} read, nothing breaking.`,
        evidence: [],
      })
    }
    if (reading.deprecations.length > 0) {
      const count = reading.deprecations.length
      findings.push({
        check: ID,
        verdict: 'warn',
        risk: 'medium',
        summary: `The notes announce ${count} deprecation${count === 1 ? '' : 's'}.`,
        evidence: reading.deprecations.map(quote),
      })
    }
    return findings
  },
}

function quote(item: NotesItem): Quote {
  return { quote: item.text, version: item.version, kind: item.kind, ...(item.url === undefined ? {} : { url: item.url }) }
}
