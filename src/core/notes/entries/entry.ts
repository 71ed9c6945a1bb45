import type { SectionKind } from './section-kind.ts'

/** A heading or label above entries, as written, with what it promises. */
export interface Section {
  title: string
  kind: SectionKind
}

/** A stretch of text, offsets in UTF-16 code units. */
export interface Stretch {
  start: number
  end: number
}

/** One thing that release notes say: a list entry, a paragraph, a row of a table. */
export interface Entry {
  /** `quote`: a block quote without a label of its own; `alert`: one that says note, warning or important. */
  form: 'bullet' | 'paragraph' | 'row' | 'quote' | 'alert' | 'heading'
  /** Its own paragraphs, without those of entries below it, code and tables left out. Never empty. */
  paragraphs: readonly Stretch[]
  /** From the outermost to the nearest. */
  sections: readonly Section[]
  /** The entry that this one is nested under, where that one says something itself. */
  parent: Entry | null
  /** Whether entries are nested under this one. */
  hasChildren: boolean
  /** The section that an entry of the form `heading` opens. */
  opens?: Section
}
