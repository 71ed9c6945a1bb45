/**
 * Where Pinwarden may send a request: https anywhere, plain http to this machine alone, never with a user name or password in the
 * address (it would end in logs and in the cache).
 */
export function checkWebAddress(text: string): { ok: true; url: URL } | { ok: false; reason: string } {
  const url = URL.parse(text)
  if (url === null) return { ok: false, reason: 'it is no URL' }
  if (url.username !== '' || url.password !== '') return { ok: false, reason: 'it carries a user name or password' }
  if (url.protocol === 'https:') return { ok: true, url }
  if (url.protocol !== 'http:') return { ok: false, reason: `${url.protocol.slice(0, -1)} is not http(s)` }
  if (isLoopback(url.hostname)) return { ok: true, url }
  return { ok: false, reason: 'plain http is allowed to loopback addresses only' }
}

/** Whether a URL's host name (as `URL.hostname` gives it: IPv4 in four parts, IPv6 in brackets) is this machine. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.toLowerCase()
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host)
}
