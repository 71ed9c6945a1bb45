import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { TokenAuth } from './oci-registry.ts'

/** Who may do what with which repository: `pull`, `push`. */
export type Grant = (repository: string, action: string, authorization: string | undefined) => boolean

/** A server that gives out tokens for a registry (https://distribution.github.io/distribution/spec/auth/token/). */
export interface TokenIssuer {
  auth: TokenAuth
  /** Every request for a token: its service, its scope and how it was authorized. */
  asked: { service: string | null; scope: string | null; authorization: string | undefined }[]
  /** A token that is signed by the issuer's key, for the test's own use. */
  token(repository: string, actions: readonly string[]): string
  /** From now on tokens are signed with a key that the registry does not know. */
  forgeTokens(): void
  close(): Promise<void>
}

const SERVICE = 'registry, of a test'
const ISSUER = 'token issuer'

export async function startIssuer(grant: Grant): Promise<TokenIssuer> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const certificate = selfSigned(privateKey, publicKey)
  const asked: TokenIssuer['asked'] = []
  let key = privateKey
  const tokenFor = (repository: string, actions: readonly string[]) => signedToken({ repository, actions, key, certificate })
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1')
    const scope = searchParams.get('scope')
    const { authorization } = request.headers
    asked.push({ service: searchParams.get('service'), scope, authorization })
    const [, repository = '', actions = ''] = (scope ?? '').split(':')
    const allowed = actions.split(',').filter((action) => grant(repository, action, authorization))
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ token: tokenFor(repository, allowed) }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    auth: {
      realm: `http://127.0.0.1:${address.port}/token`,
      service: SERVICE,
      issuer: ISSUER,
      certificate: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`,
    },
    asked,
    token: tokenFor,
    forgeTokens: () => {
      key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

interface Claims {
  repository: string
  actions: readonly string[]
  key: KeyObject
  certificate: Buffer
}

/** A JSON Web Token whose header carries the certificate of its key. */
function signedToken({ repository, actions, key, certificate }: Claims): string {
  const now = Math.floor(Date.now() / 1000)
  const header = { typ: 'JWT', alg: 'ES256', x5c: [certificate.toString('base64')] }
  const claims = {
    iss: ISSUER,
    sub: '',
    aud: SERVICE,
    exp: now + 300,
    nbf: now - 10,
    iat: now,
    jti: randomUUID(),
    access: actions.length === 0 ? [] : [{ type: 'repository', name: repository, actions }],
  }
  const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  return `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}

/** An X.509 certificate of one key by itself (RFC 5280, in DER): Node reads certificates and makes none. */
function selfSigned(privateKey: KeyObject, publicKey: KeyObject): Buffer {
  const ecdsaWithSha256 = der(0x30, der(0x06, Buffer.from('2a8648ce3d040302', 'hex')))
  const commonName = der(0x30, der(0x06, Buffer.from('550403', 'hex')), der(0x0c, Buffer.from('issuer of tests')))
  const name = der(0x30, der(0x31, commonName))
  const body = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ecdsaWithSha256,
    name,
    der(0x30, utcTime(Date.now() - 3_600_000), utcTime(Date.now() + 86_400_000)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  return der(0x30, body, ecdsaWithSha256, der(0x03, Buffer.from([0]), sign('sha256', body, privateKey)))
}

/** One value of DER: its tag, its length in one to three bytes, its content. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const head = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...head]), content])
}

function utcTime(at: number): Buffer {
  return der(0x17, Buffer.from(`${new Date(at).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`))
}
