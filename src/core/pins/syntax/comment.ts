/**
 * The line up to its comment: `#` or `//` at its beginning or behind white space, outside quotes. What is no comment in the language at hand
 * (`#` in a JSON string) stands in quotes there.
 */
export function withoutComment(line: string): string {
  let quote = ''
  for (let at = 0; at < line.length; at += 1) {
    const char = line.charAt(at)
    if (quote === '' && (char === '#' || (char === '/' && line.charAt(at + 1) === '/')) && /^\s?$/.test(line.charAt(at - 1)))
      return line.slice(0, at)
    if (char === quote) quote = ''
    else if (quote === '' && (char === '"' || char === "'") && !/\w/.test(line.charAt(at - 1))) quote = char
  }
  return line
}
