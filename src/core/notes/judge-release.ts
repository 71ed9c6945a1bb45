import { entriesOf } from './blocks.ts'
import type { Entry, Section } from './entry.ts'
import { type Judgement, judgeEntry } from './judge.ts'
import type { Outline, ReleaseSpan } from './releases.ts'
import type { Setting } from './setting.ts'

const REVERTS = /^\W{0,6}revert/i

/** Judgements of all entries of one release, in the order of the text. */
export function judgeRelease(document: Outline, span: ReleaseSpan, setting: Setting): Judgement[] {
  const entries = entriesOf(document, span)
  const withList = new Set(entries.filter(isListed).map((entry) => entry.sections.at(-1)))
  const begun = new Set<Section | undefined>()
  return entries.flatMap((entry) => {
    const section = entry.sections.at(-1)
    const alone = !begun.has(section) && !withList.has(section)
    begun.add(section)
    const judgements = judgeEntry(document.lines.text, entry, setting, alone)
    return section !== undefined && REVERTS.test(section.title) ? judgements.map(takenBack) : judgements
  })
}

function isListed(entry: Entry): boolean {
  return entry.form === 'bullet' || entry.form === 'row'
}

/** What stands under "Reverts" was said with the words of the change that is taken back. */
function takenBack(judgement: Judgement): Judgement {
  return { ...judgement, revert: true, score: 0 }
}
