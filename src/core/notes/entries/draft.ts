import type { Entry, Section, Stretch } from './entry.ts'
import { labelOf } from './label.ts'

/** An entry while its lines are still being read. */
export interface Draft {
  form: Entry['form']
  indent: number
  /** Column where the text of a list entry begins; what stands at it or further right belongs to the entry. */
  content: number
  paragraphs: Stretch[]
  /** Headings and labels above, for an entry that is not nested. */
  sections: readonly Section[]
  /** A label inside the parent that this entry stands under: `**BREAKING CHANGES:**`. */
  under: Section | null
  parent: Draft | null
  children: number
  opens?: Section
}

/** Entries without text fall away; an entry that only names what stands below it becomes a section of that. */
export function entriesFrom(drafts: readonly Draft[], text: string): Entry[] {
  const made = new Map<Draft, { entry: Entry | null; sections: readonly Section[] }>()
  const entries: Entry[] = []
  for (const draft of drafts) {
    const above = draft.parent === null ? undefined : made.get(draft.parent)
    const sections = [...(above?.sections ?? draft.sections), ...(draft.under === null ? [] : [draft.under])]
    const label = labelOf(text, draft.paragraphs, draft.children > 0)
    if (draft.paragraphs.length === 0 || label !== null) {
      made.set(draft, { entry: null, sections: label === null ? sections : [...sections, label] })
      continue
    }
    const entry: Entry = {
      form: draft.form,
      paragraphs: draft.paragraphs,
      sections,
      parent: above?.entry ?? null,
      hasChildren: draft.children > 0,
      ...(draft.opens === undefined ? {} : { opens: draft.opens }),
    }
    entries.push(entry)
    made.set(draft, { entry, sections })
  }
  return entries
}
