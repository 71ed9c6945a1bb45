import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPublicTransport, isPrivateAddress } from './http-public.ts'

describe('addresses', () => {
  it.each([
    '10.1.2.3',
    '127.0.0.1',
    '169.254.169.254',
    '172.31.255.255',
    '192.168.0.1',
    '100.64.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00:ec2::254',
    '::ffff:10.0.0.1',
    '::ffff:a9fe:a9fe',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'ff02::1',
    'not an address',
  ])('%s is not of the public Internet', (address) => expect(isPrivateAddress(address)).toBe(true))

  it.each(['140.82.112.3', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:50c0:8000::153', '::ffff:140.82.112.3'])('%s is', (address) =>
    expect(isPrivateAddress(address)).toBe(false),
  )
})

describe('the way to the public Internet', () => {
  let server: Server
  let port: number
  beforeAll(async () => {
    server = createServer((_, response) => response.end('inside'))
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    port = (server.address() as AddressInfo).port
  })
  afterAll(() => server.close())

  const ask = async (url: string, allowed: readonly string[] = [], addresses: readonly string[] = ['127.0.0.1']) => {
    const transport = createPublicTransport({
      allowed: new Set(allowed),
      resolve: (_, __, callback) =>
        callback(
          null,
          addresses.map((address) => ({ address, family: 4 })),
        ),
    })
    try {
      return await transport.exchange({ method: 'GET', url: new URL(url), headers: {}, timeout: 2000, maxBytes: 1000 })
    } finally {
      transport.close()
    }
  }

  it.each(['127.0.0.1', '127.1', '2130706433', '[::ffff:127.0.0.1]', 'localhost', 'a.localhost', 'LOCALHOST.'])(
    'does not lead to this machine: %s',
    async (host) => {
      await expect(ask(`http://${host}:${port}/`)).rejects.toMatchObject({ code: 'insecure-url' })
    },
  )

  it('leads to hosts that the operator named, with their port', async () => {
    expect((await ask(`http://127.0.0.1:${port}/`, [`127.0.0.1:${port}`])).body).toBe('inside')
    await expect(ask(`http://127.0.0.1:${port}/`, ['127.0.0.1:1'])).rejects.toMatchObject({ code: 'insecure-url' })
  })

  it('looks at what a name resolves to, all of it', async () => {
    const url = `http://registry.test:${port}/`
    await expect(ask(url)).rejects.toMatchObject({
      code: 'insecure-url',
      message: expect.stringContaining('registry.test is not on the public Internet'),
    })
    await expect(ask(url, [], ['140.82.112.3', '10.0.0.1'])).rejects.toMatchObject({ code: 'insecure-url' })
    expect((await ask(url, [`registry.test:${port}`])).body).toBe('inside')
  })

  it('leaves names to the proxy, where there is one, and refuses addresses all the same', async () => {
    const transport = createPublicTransport({ allowed: new Set(), proxyEnv: { HTTP_PROXY: `http://127.0.0.1:${port}` } })
    const exchange = (url: string) => transport.exchange({ method: 'GET', url: new URL(url), headers: {}, timeout: 2000, maxBytes: 1000 })
    expect((await exchange('http://registry.test/')).body).toBe('inside')
    await expect(exchange('http://169.254.169.254/')).rejects.toMatchObject({ code: 'insecure-url' })
    transport.close()
  })
})
