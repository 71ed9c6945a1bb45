import type { BareLanguage } from '../contract.ts'

type Kind = 'text' | 'number' | 'date' | 'word' | 'unsafe'

/** Both of YAML 1.1 and 1.2, for nobody knows which reader the file has: `1_000`, `0o7`, `0x1F`, `1e3`, `12:30:45`, `.inf`. */
const YAML_NUMBER =
  /^[-+]?(?:0[xob][0-9A-Fa-f_]+|(?:[0-9][0-9_]*)?\.?[0-9_]*(?:[eE][-+]?[0-9]+)?|[0-9]+(?::[0-5]?[0-9])+(?:\.[0-9]*)?|\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/
const DATE = /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ].*)?$/
const YAML_WORD = /^(?:~|null|true|false|yes|no|on|off|y|n|=)?$/i
const YAML_UNSAFE = /^[-?:,[\]{}#&*!|>'"%@`]|[,[\]{}\r\n]|:(?:\s|$)|\s#|\s$/

const KINDS: Record<BareLanguage, (text: string) => Kind> = {
  yaml: yamlKind,
  json: (text) => (/^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$/.test(text) ? 'number' : 'unsafe'),
  toml: (text) =>
    /^[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/.test(text) ? 'number' : DATE.test(text) && text.length === 10 ? 'date' : 'unsafe',
}

/**
 * `next` as it stands in place of the bare scalar `old`: with quotes where it would be read as something else (a number that loses a zero,
 * a date, a word such as `on`) or not at all. Numbers stay bare where old and new are numbers and nothing is lost: `16` → `17`.
 */
export function quoteWhereNeeded(language: BareLanguage, old: string, next: string): string {
  const quote = language === 'yaml' ? "'" : '"'
  return readsTheSame(KINDS[language](old), KINDS[language](next), next) ? next : quote + next + quote
}

function readsTheSame(old: Kind, next: Kind, text: string): boolean {
  if (next === 'text') return true
  if (next === 'date') return old === 'date'
  return next === 'number' && old === 'number' && String(Number(text)) === text
}

function yamlKind(text: string): Kind {
  if (YAML_WORD.test(text)) return 'word'
  if (YAML_NUMBER.test(text) && /[0-9]|inf|nan/i.test(text)) return 'number'
  if (DATE.test(text)) return 'date'
  return YAML_UNSAFE.test(text) ? 'unsafe' : 'text'
}
