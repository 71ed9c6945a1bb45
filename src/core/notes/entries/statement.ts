import { DECISIVE, type Judgement } from '../judge/judge.ts'
import type { Heading } from '../outline/headings.ts'
import { type Lines, startOf } from '../outline/lines.ts'
import type { Draft } from './draft.ts'
import type { Entry, Section } from './entry.ts'

/** A name in code or a reference to a change shows that a heading is about one thing: `Remove the sla argument (#50002)`. */
const ABOUT_ONE = /`[^`]{1,100}`|\(?\[?#\d{1,8}|\b\w{1,40}_\w{1,40}\b|\bv?\d{1,4}\.\d{1,4}\b/
/** Two words will do: ``Remove `Wallaby.Phantom` ``. */
const DEED = /^(?:remov|drop|renam|replac)\w{0,3} `/i
const WORDS = /\S{1,100}\s{1,20}\S{1,100}\s{1,20}\S/

/** A heading below a release that says something itself, as an entry of its own. Null for one that only names what stands below it. */
export function statementOf(lines: Lines, heading: Heading, above: readonly Section[], opens: Section): Draft | null {
  const text = heading.text.trim()
  if (!ABOUT_ONE.test(text) || !(WORDS.test(text) || DEED.test(text))) return null
  const start = lines.text.indexOf(text, startOf(lines, heading.firstLine))
  if (start === -1 || start > startOf(lines, heading.lastLine + 1)) return null
  const paragraphs = [{ start, end: start + text.length }]
  return { form: 'heading', indent: 0, content: 0, paragraphs, sections: above, under: null, parent: null, children: 0, opens }
}

/** Judgements of a release, those of headings left out where what stands below them says it. */
export function withoutRepeats(judged: readonly { entry: Entry; judgements: Judgement[] }[]): Judgement[] {
  const told = new Set<Section>()
  const decided = new Set<Section>()
  for (const { entry, judgements } of judged) {
    const decisive = judgements.some(({ score }) => score >= DECISIVE)
    for (const section of entry.form === 'heading' ? [] : entry.sections) {
      told.add(section)
      if (decisive) decided.add(section)
    }
  }
  return judged.flatMap(({ entry, judgements }) => {
    if (entry.opens === undefined) return judgements
    const spoken = entry.sections.some(({ kind }) => kind === 'breaking') ? told : decided
    return spoken.has(entry.opens) ? [] : judgements.map((one) => (one.score < DECISIVE ? { ...one, score: 0 } : one))
  })
}
