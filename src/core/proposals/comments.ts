import { NOTE_KEYS, type NoteKey } from '../model/proposal.ts'

const keyOf = (note: NoteKey) => `<!-- pinwarden-note:${note} -->`

/** A comment that a later run knows again, so that it is written once. */
export function noteText(note: NoteKey, text: string): string {
  return `${keyOf(note)}\n${text}`
}

/** Which of our notes are among the comments. */
export function notesIn(comments: readonly string[]): NoteKey[] {
  return NOTE_KEYS.filter((note) => comments.some((text) => text.startsWith(keyOf(note))))
}

export function peoplePushedText(): string {
  return noteText(
    'people-pushed',
    'This branch holds commits that are not Pinwarden’s, so Pinwarden leaves it alone from here on: it neither refreshes, merges nor closes it. ' +
      'To hand it back, tick the box at the end of the description (commits of others are then dropped), or close this pull request and delete its branch.',
  )
}

/** @param successor number of the pull request that takes its place, where it has one already */
export function closedText(why: string, successor: number | null): string {
  return noteText('closed', `Closed by Pinwarden: ${why}${successor === null ? '' : ` (#${successor})`}.`)
}
