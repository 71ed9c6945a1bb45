/**
 * The address of the next page from a `link` header, as an absolute URL, or null where there is none. A link to another origin is followed by
 * nobody: it would carry a token, or the trust in a registry, to a host that nobody named.
 */
export function nextPage(header: string | undefined, askedUrl: string): { next: string | null; refused?: string } {
  const target = relation(header ?? '', 'next')
  if (target === null) return { next: null }
  const url = URL.parse(target, askedUrl)
  const asked = URL.parse(askedUrl)
  if (url === null || asked === null) return { next: null, refused: 'a link that is no URL' }
  if (url.origin !== asked.origin) return { next: null, refused: `a link to ${url.host}` }
  return { next: url.href }
}

/** The target of one relation: `<https://…>; rel="next", <…>; rel="last"`. Targets may hold commas, so the header is read, not split. */
function relation(header: string, name: string): string | null {
  let at = 0
  while (at < header.length && at < 20_000) {
    const open = header.indexOf('<', at)
    const close = open === -1 ? -1 : header.indexOf('>', open)
    if (close === -1) return null
    const following = header.indexOf('<', close)
    const parameters = header.slice(close + 1, following === -1 ? undefined : following)
    if (new RegExp(`;\\s{0,8}rel\\s{0,8}=\\s{0,8}"?(?:[\\w-]{1,40} )?${name}\\b`, 'i').test(parameters))
      return header.slice(open + 1, close)
    at = following === -1 ? header.length : following
  }
  return null
}
