import type { FileState, Proposal } from '../core/model/proposal.ts'
import type { Report } from '../core/reports/report.ts'
import { gather } from './gather.ts'
import type { Ports, Request } from './ports.ts'
import { registryOf } from './recording.ts'
import { buildReport } from './report.ts'

/** What a run came to. */
export interface Outcome {
  report: Report
  proposals: readonly Proposal[]
  files: ReadonlyMap<string, FileState>
}

/** What is newer, and is it safe? Reads the files as they lie, decides, changes nothing and looks at no proposal. */
export async function check(ports: Ports, request: Request): Promise<Outcome> {
  const { recording, situation } = await gather(ports, request, 'look')
  // Loaded only now, for what reads notes and judges steps is a third of all code, and upstreams are asked without it.
  const [{ judgeAll }, { notesReader }] = await Promise.all([import('./decide.ts'), import('./kept-notes.ts')])
  const judged = judgeAll(recording, situation, notesReader(ports.readings, registryOf(recording)))
  const report = buildReport({ command: 'check', recording, situation, judged, proposed: { proposals: [], problems: [] } })
  return { report, proposals: [], files: situation.files }
}
