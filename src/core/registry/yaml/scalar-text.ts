import { isMap, isScalar, parseDocument, Scalar } from 'yaml'

/**
 * A value written as a YAML scalar of the same style as before. Double and single quotes stay where they can say the value; a bare
 * value gets double quotes where YAML would not read it as this text; a block (`|`, `>`) becomes one quoted line.
 */
export function scalarText(value: string, style: string): string {
  if (style === Scalar.QUOTE_SINGLE && !/[^\u0020-\u007E\u00A0-\u2027\u202A-\uD7FF\uE000-\uFEFE\u{10000}-\u{10FFFF}]/u.test(value))
    return `'${value.replaceAll("'", "''")}'`
  if (style === Scalar.PLAIN && isPlain(value)) return value
  return doubleQuoted(value)
}

/** Whether a bare value reads back as this very text, in block and in flow collections alike. */
function isPlain(value: string): boolean {
  if (!/^[^\s](?:[^\r\n\u2028\u2029]{0,2000}[^\s])?$/.test(value)) return false
  return [`k: ${value}\n`, `[${value}, x]\n`, `{k: ${value}}\n`].every((text, index) => {
    const document = parseDocument(text, { schema: 'core', prettyErrors: false, logLevel: 'silent' })
    if (document.errors.length > 0 || document.warnings.length > 0) return false
    const read = document.getIn([index === 1 ? 0 : 'k'], true)
    const single = isMap(document.contents) ? document.contents.items.length === 1 : true
    return single && isScalar(read) && read.type === Scalar.PLAIN && read.value === value && !read.tag && !read.anchor && !read.comment
  })
}

/** JSON's escapes are a part of YAML's; what JSON leaves as it is and YAML may not, is escaped, too. */
function doubleQuoted(value: string): string {
  return JSON.stringify(value).replace(
    /[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/g,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  )
}
