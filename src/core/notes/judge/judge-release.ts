import { entriesOf } from '../entries/blocks.ts'
import type { Entry, Section } from '../entries/entry.ts'
import { introducedSection, isMetadata } from '../entries/introduction.ts'
import { withoutRepeats } from '../entries/statement.ts'
import { normalForm } from '../language/normal-form.ts'
import { saysNothing } from '../language/reference.ts'
import type { Outline, ReleaseSpan } from '../outline/releases.ts'
import { type Judgement, judgeEntry } from './judge.ts'
import type { Setting } from './setting.ts'

const REVERTS = /^\W{0,6}revert/i

/** Judgements of all entries of one release, in the order of the text. */
export function judgeRelease(document: Outline, span: ReleaseSpan, setting: Setting): Judgement[] {
  const { text } = document.lines
  const { entries, openers } = introduced(text, entriesOf(document, span))
  const withList = new Set(entries.filter(isListed).map((entry) => entry.sections.at(-1)))
  const begun = new Set<Section | undefined>()
  const judged = entries.map((entry) => {
    const section = entry.sections.at(-1)
    if (isMetadata(text, entry)) {
      begun.delete(section)
      return { entry, judgements: [] }
    }
    const alone = !begun.has(section) && !withList.has(section)
    if (entry.form !== 'heading') begun.add(section)
    const judgements = judgeEntry(text, entry, setting, alone).map((judgement) => (openers.has(entry) ? opening(judgement) : judgement))
    const reverted = section !== undefined && REVERTS.test(section.title)
    return { entry, judgements: reverted ? judgements.map(takenBack) : judgements }
  })
  const none = entries.some((entry) => saysNoneBreaks(text, entry))
  return withoutRepeats(none ? judged.map(({ entry, judgements }) => ({ entry, judgements: judgements.map(doubted) })) : judged)
}

/** `None`, below "Breaking changes": the maintainers looked and found none. */
function saysNoneBreaks(text: string, { sections, paragraphs }: Entry): boolean {
  const [first] = paragraphs
  if (sections.at(-1)?.kind !== 'breaking' || first === undefined || first.end - first.start > 80) return false
  return saysNothing(normalForm(text.slice(first.start, first.end)))
}

/** What they did not count among the breaking changes must say more plainly that it is one. */
function doubted(judgement: Judgement): Judgement {
  return judgement.marked ? judgement : { ...judgement, score: judgement.score * DOUBT }
}

const DOUBT = 0.7

/** Entries of a list stand under the sentence above the list, where that says what they are. `openers`: the entries with such a sentence. */
function introduced(text: string, entries: readonly Entry[]): { entries: Entry[]; openers: Set<Entry> } {
  const opened = new Map<Entry, Section>()
  const openers = new Set<Entry>()
  let above: Entry | null = null
  const out = entries.map((entry) => {
    const section = introducedSection(text, entry)
    if (section !== null) opened.set(entry, section)
    if (!isListed(entry) && entry.form !== 'heading') above = entry
    const opener = entry.parent ?? (isListed(entry) && above?.sections.at(-1) === entry.sections.at(-1) ? above : null)
    const under = opener === null ? undefined : opened.get(opener)
    if (opener === null || under === undefined) return entry
    openers.add(opener)
    const made = { ...entry, sections: [...entry.sections, under] }
    if (section !== null) opened.set(made, section)
    return made
  })
  return { entries: out, openers }
}

/** The sentence above a list says what the list says. */
function opening(judgement: Judgement): Judgement {
  return { ...judgement, score: 0, pointer: judgement.score > 0 }
}

function isListed(entry: Entry): boolean {
  return entry.form === 'bullet' || entry.form === 'row'
}

/** What stands under "Reverts" was said with the words of the change that is taken back. */
function takenBack(judgement: Judgement): Judgement {
  return { ...judgement, revert: true, score: 0 }
}
