import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { HttpFailure } from '../ports/http.ts'
import { createTransport, type Transport } from './http-transport.ts'

/** Networks that are not the public Internet: https://www.iana.org/assignments/iana-ipv4-special-registry and its IPv6 sister. */
const PRIVATE_IPV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const
/** `64:ff9b::` and `2002::` carry an IPv4 address inside, which may be a private one. */
const PRIVATE_IPV6 = [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const

const privateNetworks = new BlockList()
for (const [network, prefix] of PRIVATE_IPV4) privateNetworks.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of PRIVATE_IPV6) privateNetworks.addSubnet(network, prefix, 'ipv6')

type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/** Whether an IP address (no brackets) is of a private, local, or otherwise special network. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address)
  return family === 0 || privateNetworks.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

/**
 * A way out to the public Internet and the hosts that the operator named, and nowhere else: a registry of somebody else's repository must
 * not make this server ask its own network (cloud metadata, internal services). What a name resolves to is checked in the very look-up
 * that the connection uses, so that a name cannot point elsewhere a moment later. Behind a proxy the proxy resolves names and must decide.
 */
export function createPublicTransport(options: {
  /** Host names with port where one is given, as `URL.host` has them. */
  allowed: ReadonlySet<string>
  proxyEnv?: Readonly<Record<string, string | undefined>>
  /** Absent: the system's resolver. */
  resolve?: Resolve
}): Transport {
  const names = new Set([...options.allowed].map((host) => host.replace(/:\d{1,5}$/, '')))
  const proxied = Object.entries(options.proxyEnv ?? {}).some(([name, value]) => /^https?_proxy$/i.test(name) && value)
  const transport = createTransport({
    ...(options.proxyEnv === undefined ? {} : { proxyEnv: options.proxyEnv }),
    ...(proxied ? {} : { lookup: publicLookup(names, options.resolve ?? lookup) }),
  })
  return {
    async exchange(exchange) {
      const { host, hostname } = exchange.url
      const literal = hostname.replace(/^\[|\]$/g, '')
      const local = /(^|\.)localhost\.?$/i.test(hostname) || (isIP(literal) !== 0 && isPrivateAddress(literal))
      if (local && !options.allowed.has(host)) throw refused(host)
      return transport.exchange(exchange)
    },
    close: () => transport.close(),
  }
}

function publicLookup(allowed: ReadonlySet<string>, resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const bad = error === null && !allowed.has(hostname) && addresses.some(({ address }) => isPrivateAddress(address))
      const [first] = addresses ?? []
      if (error !== null) callback(error, [])
      else if (bad || first === undefined) callback(refused(hostname), [])
      else if (options.all === true) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
}

function refused(host: string): HttpFailure {
  return new HttpFailure('insecure-url', `${host} is not on the public Internet, and the operator has not allowed it`)
}
