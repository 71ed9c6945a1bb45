import type { Report } from './report.ts'

/** How text is coloured; a pipe gets the identity. */
export type Paint = (style: 'bold' | 'dim' | 'green' | 'yellow' | 'red' | 'cyan', text: string) => string

/** A report as text. Pure: the same report gives the same bytes. */
export interface Reporter {
  id: string
  render(report: Report, paint: Paint): string
}
