/** What people write between these lines is theirs and stays byte for byte. */
const BEGIN = '<!-- pinwarden-notes: write below this line; it is kept -->'
const END = '<!-- pinwarden-notes-end -->'

const EMPTY = '\n\n_Yours: what stands here is kept._\n\n'

/** The notes of a body as people left them, line ends folded; null where there is no such section, or its end was taken out. */
export function parseNotes(body: string): string | null {
  const text = body.replaceAll('\r\n', '\n')
  // At the start of a line: what upstream's text may hold never is.
  const start = text.indexOf(`\n${BEGIN}`)
  if (start === -1) return null
  const inside = text.slice(start + 1 + BEGIN.length)
  const end = inside.lastIndexOf(END)
  // Without its end everything behind it is taken for theirs: rather too much is kept than lost.
  return end === -1 ? inside : inside.slice(0, end)
}

/** The section with these notes, at the end of a body. */
export function notesSection(notes: string | null): string {
  return `## Notes\n\n${BEGIN}${notes ?? EMPTY}${END}`
}
