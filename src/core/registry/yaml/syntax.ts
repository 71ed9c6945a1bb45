import type { YAMLError } from 'yaml'

/** What a YAML error means to somebody who does not know the YAML specification. */
export interface SyntaxNote {
  message: string
  help?: string
}

/** Characters that mean something to YAML when a value begins with them, and what people usually want to write. */
const SPECIAL = /(?:^|[:\-,[{])[ \t]+([>|*&!%@`][^#\n]{0,200})/

/** Words for an error of the parser; `line` is the line of the file it stands in. */
export function syntaxNote(error: YAMLError, line: string): SyntaxNote {
  const quoted = quoteHelp(line)
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return { message: 'the line is indented by a tab; YAML indents by spaces only', help: 'Replace the tab by spaces.' }
    case 'BAD_SCALAR_START':
    case 'BAD_ALIAS':
    case 'UNEXPECTED_TOKEN':
    case 'TAG_RESOLVE_FAILED':
      return quoted === null
        ? plain(error)
        : { message: `YAML reads \`${quoted.first}\` at the beginning of a value as a sign of its own`, help: quoted.help }
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
      return {
        message: 'a key stands where a value is going on',
        help: 'Check the indentation of this line and the next, and put text that holds `: ` in quotes.',
      }
    case 'BAD_INDENT':
    case 'BLOCK_IN_FLOW':
      return {
        message: 'a list or mapping in brackets is not closed, or its lines are not indented enough',
        help: 'Check the brackets above this line.',
      }
    case 'MISSING_CHAR':
      return missing(error)
    case 'BAD_DQ_ESCAPE':
      return { message: plain(error).message, help: 'In double quotes a backslash begins an escape: use single quotes for patterns.' }
    case 'MULTIPLE_DOCS':
      return { message: 'a second document begins here; a registry is one document', help: 'Remove the line `---`.' }
    case 'NON_STRING_KEY':
      return { message: 'a key must be plain text', help: 'Keys cannot be lists, mappings or aliases.' }
    default:
      return plain(error)
  }
}

/** For a value that begins with a sign of YAML's own: the same value in quotes. */
function quoteHelp(line: string): { first: string; help: string } | null {
  const value = SPECIAL.exec(line)?.[1]?.trim()
  if (value === undefined) return null
  return { first: value.charAt(0), help: `Put it in quotes: ${value.includes('"') ? `'${value}'` : `"${value}"`}.` }
}

function missing(error: YAMLError): SyntaxNote {
  if (error.message.includes('quote'))
    return { message: 'a quote is opened here and never closed', help: 'Close it at the end of the text.' }
  if (error.message.includes('map keys'))
    return { message: 'a key is not followed by `:`', help: 'Write `key: value`, with a space after the colon.' }
  return plain(error)
}

function plain(error: YAMLError): SyntaxNote {
  const text = error.message.split('\n')[0] ?? error.message
  return { message: `${text.charAt(0).toLowerCase()}${text.slice(1)}` }
}
