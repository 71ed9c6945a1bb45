import type { NotesReading } from '../notes/reading.ts'
import type { ResolvedComponent } from '../registry/resolved.ts'

/** How one rule between two components stands after the step. */
export interface CompatibilityView {
  /** The component that makes the demand. */
  component: string
  other: string
  /** The demanded range. */
  range: string
  /** The version that `other` has after all steps that travel with this one; null where it is not known. */
  version: string | null
  verdict: 'holds' | 'broken' | 'unknown'
  /** Level that the rule itself states for the pair. */
  level?: 'compatible' | 'breaking' | 'deprecated' | 'unknown'
  reason?: string
}

/** Everything a check may ask for. A check names what it needs, so that nothing is fetched that nobody asked for. */
export interface Evidence {
  component: ResolvedComponent
  /** What the release notes and changelog say, or null where there are none to read. */
  notes: { reading: NotesReading /** Why there is no text, where there is none. */; missing?: string } | { reading: null; missing: string }
  compatibility: readonly CompatibilityView[]
}
