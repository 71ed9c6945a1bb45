import { DAY, type Instant, isoInstant, parseInstant } from '../model/instant.ts'
import { parseDuration } from '../registry/duration.ts'
import { nearest } from '../text/nearest.ts'
import { outsideQuotes } from './outside-quotes.ts'

/** A command as somebody wrote it. */
export type CommentCommand =
  | { kind: 'rebase' | 'recheck' | 'unignore' | 'hold' | 'unhold' }
  | { kind: 'ignore'; until: Instant | null }
  | { kind: 'approve-risk'; why: string }
  | { kind: 'rollback'; component: string | null; target: string | null; environment: string | null; why: string }

/** One line that begins with `/pinwarden`: the command, or what is wrong with it. */
export type ParsedLine = { line: string; command: CommentCommand } | { line: string; problem: string }

export const COMMANDS = ['rebase', 'recheck', 'ignore', 'unignore', 'hold', 'unhold', 'approve-risk', 'rollback'] as const

/** More in one comment are a mistake or an attack. */
const MOST_COMMANDS = 10
const LONGEST_LINE = 1000
const LONGEST_WHY = 500

/**
 * Commands of a comment, one a line that begins with `/pinwarden`, in order. Quotations and code do not count: they show what others said.
 * The grammar is small and strict; whatever does not fit it is answered and not guessed at.
 */
export function parseCommands(comment: string, now: Instant): ParsedLine[] {
  const lines = outsideQuotes(comment).flatMap((line) => (/^ {0,3}\/pinwarden(?:\s|$)/.test(line) ? [line.trim()] : []))
  return lines.slice(0, MOST_COMMANDS).map((line): ParsedLine => {
    if (line.length > LONGEST_LINE) return { line: `${line.slice(0, 80)} …`, problem: `a command has at most ${LONGEST_LINE} characters` }
    const words = wordsOf(line.slice('/pinwarden'.length))
    if (words === null) return { line, problem: 'a quotation mark is not closed' }
    const command = read(words, now)
    return typeof command === 'string' ? { line, problem: command } : { line, command }
  })
}

interface Word {
  text: string
  quoted: boolean
}

/** Words and texts between quotation marks; typographic ones count too, for phones write them. Null where one is not closed. */
function wordsOf(text: string): Word[] | null {
  const words: Word[] = []
  let rest = text.trim()
  while (rest !== '') {
    const open = rest.charAt(0)
    if ('"“”„'.includes(open)) {
      const end = rest.slice(1).search(/["“”]/)
      if (end === -1) return null
      words.push({ text: rest.slice(1, end + 1).trim(), quoted: true })
      rest = rest.slice(end + 2).trimStart()
    } else {
      const end = rest.search(/\s/)
      words.push({ text: end === -1 ? rest : rest.slice(0, end), quoted: false })
      rest = end === -1 ? '' : rest.slice(end).trimStart()
    }
  }
  return words
}

function read([name, ...rest]: readonly Word[], now: Instant): CommentCommand | string {
  if (name === undefined) return `a command is missing; there are ${COMMANDS.join(', ')}`
  const kind = name.quoted ? undefined : COMMANDS.find((one) => one === name.text)
  switch (kind) {
    case undefined: {
      const near = nearest(name.text, COMMANDS)
      return `there is no command “${name.text}”${near === undefined ? `; there are ${COMMANDS.join(', ')}` : `; did you mean \`${near}\`?`}`
    }
    case 'ignore':
      return readIgnore(rest, now)
    case 'approve-risk':
      return readApproval(rest)
    case 'rollback':
      return readRollback(rest)
    default:
      return rest.length === 0 ? { kind } : `\`${kind}\` takes nothing after it`
  }
}

/** `ignore`, `ignore until 2026-12-31`, `ignore for 2w`. */
function readIgnore(words: readonly Word[], now: Instant): CommentCommand | string {
  if (words.length === 0) return { kind: 'ignore', until: null }
  const [first, second] = words.map((word) => word.text)
  const text = words.length === 1 ? first : second
  const usage = 'expected `ignore`, `ignore until 2026-12-31` or `ignore for 2w`'
  if (words.length > 2 || text === undefined || words.some((word) => word.quoted)) return usage
  if (words.length === 2 && first === 'for') {
    const duration = parseDuration(text)
    return duration === null || duration <= 0 ? usage : { kind: 'ignore', until: now + duration }
  }
  if (words.length === 2 && first !== 'until') return usage
  if (!/^\d{4}-\d{2}-\d{2}(?:T[\d:.]{5,12}Z)?$/.test(text)) return usage
  const until = parseInstant(text)
  // `Date` rolls the 31st of a short month over; such a date is none.
  if (until === null || !isoInstant(until).startsWith(text.slice(0, 10))) return `there is no date ${text}`
  const end = text.length === 10 ? until + DAY : until
  return end <= now ? `${text} has passed` : { kind: 'ignore', until: end }
}

function readApproval(words: readonly Word[]): CommentCommand | string {
  const [why] = words
  if (why === undefined || !why.quoted || words.length > 1) return 'expected `approve-risk "why"`: the reason is kept in the ledger'
  if (why.text === '') return 'the reason is empty'
  return why.text.length > LONGEST_WHY ? `a reason has at most ${LONGEST_WHY} characters` : { kind: 'approve-risk', why: why.text }
}

/** `rollback [COMPONENT] [--to VERSION] [--env NAME] "why"`, options in any order. */
function readRollback(words: readonly Word[]): CommentCommand | string {
  const usage = 'expected `rollback [COMPONENT] [--to VERSION] [--env NAME] "why"`'
  const found: { component?: string; to?: string; env?: string; why?: string } = {}
  for (let at = 0; at < words.length; at += 1) {
    const { text, quoted } = words[at] ?? { text: '', quoted: false }
    const key = quoted ? 'why' : text === '--to' ? 'to' : text === '--env' ? 'env' : 'component'
    if (found[key] !== undefined || (key === 'component' && text.startsWith('-'))) return usage
    if (key === 'to' || key === 'env') {
      const value = words[at + 1]
      if (value === undefined || value.quoted || value.text.startsWith('-')) return usage
      found[key] = value.text
      at += 1
    } else found[key] = text
  }
  const { component = null, to: target = null, env: environment = null, why } = found
  if (why === undefined || why === '') return `${usage}; a reason is always needed`
  if (why.length > LONGEST_WHY) return `a reason has at most ${LONGEST_WHY} characters`
  return { kind: 'rollback', component, target, environment, why }
}
