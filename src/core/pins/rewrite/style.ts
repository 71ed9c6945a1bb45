/** `1.2.3` or `v1.2.3`: text whose `v` style can be told. */
const STYLED = /^[vV]?(?=\d)/
const CORE = /^[vV]?\d+(?:\.\d+)*/

/**
 * `next` in the `v` style of `old`: `v1.2.3` → `v1.3.0`, `1.2.3` → `1.3.0`, whichever way `next` is given.
 * Text that has no style (`latest`, a branch, nothing) takes `next` as it is given.
 */
export function restyle(old: string, next: string): string {
  const style = STYLED.exec(old)
  if (style === null || !STYLED.test(next)) return next
  return style[0] + next.replace(STYLED, '')
}

/**
 * `next` without what stands around the place already, so that it is not written twice: the tag `helm-loki-1.2.3` after the text
 * `helm-loki-`, the tag `7.4.2-alpine` before the text `-alpine`. `old` is the text of the place, `before` and `after` its surroundings.
 */
export function withoutAffixes(old: string, next: string, before: string, after: string): string {
  return withoutSuffix(old, withoutPrefix(old, next, before), after)
}

function withoutPrefix(old: string, next: string, before: string): string {
  const digit = next.search(/\d/)
  if (digit <= 0) return next
  const lengths = /[vV]/.test(next.charAt(digit - 1)) ? [digit, digit - 1] : [digit]
  for (const length of lengths) {
    const prefix = next.slice(0, length)
    if (length > 1 && before.endsWith(prefix) && !old.startsWith(prefix)) return next.slice(length)
  }
  return next
}

function withoutSuffix(old: string, next: string, after: string): string {
  const core = CORE.exec(next)?.[0]
  if (core === undefined || !/^[vV]?[\d.]*$/.test(old)) return next
  const suffix = next.slice(core.length)
  const stands = /^[-_+]/.test(suffix) && after.startsWith(suffix)
  return stands ? core : next
}
