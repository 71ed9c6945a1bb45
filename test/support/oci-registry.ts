import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** Debian's `docker-registry`, running on this machine with a store of its own. */
export interface OciRegistry {
  url: string
  close(): Promise<void>
}

export interface TokenAuth {
  realm: string
  service: string
  issuer: string
  /** PEM. */
  certificate: string
}

/** Starts the registry and waits until it answers. @throws Error where the program is not installed or does not come up */
export async function startRegistry(auth?: TokenAuth): Promise<OciRegistry> {
  const folder = await mkdtemp(join(tmpdir(), 'oci-registry-'))
  const port = await freePort()
  const config = {
    version: 0.1,
    log: { level: 'error', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(folder, 'store') } },
    http: { addr: `127.0.0.1:${port}` },
    ...(auth === undefined ? {} : { auth: { token: await tokenSettings(auth, folder) } }),
  }
  // JSON is YAML.
  await writeFile(join(folder, 'config.yml'), JSON.stringify(config))
  const running = spawn('docker-registry', ['serve', join(folder, 'config.yml')], { stdio: ['ignore', 'ignore', 'pipe'] })
  const url = `http://127.0.0.1:${port}`
  const close = async () => {
    if (running.exitCode === null && running.pid !== undefined) {
      running.kill()
      await once(running, 'exit')
    }
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await answering(running, url)
  } catch (error) {
    await close()
    throw error
  }
  return { url, close }
}

async function tokenSettings({ realm, service, issuer, certificate }: TokenAuth, folder: string) {
  const rootcertbundle = join(folder, 'issuer.pem')
  await writeFile(rootcertbundle, certificate)
  return { realm, service, issuer, rootcertbundle }
}

async function answering(running: ChildProcess, url: string): Promise<void> {
  let said = ''
  running.stderr?.on('data', (part: Buffer) => {
    said += part.toString()
  })
  const failed = new Promise<never>((_, refuse) => {
    running.once('error', (error) => refuse(new Error('`docker-registry` cannot be started; Debian has it as a package', { cause: error })))
    running.once('exit', (code) => refuse(new Error(`docker-registry ended with ${code}: ${said.slice(-2000)}`)))
  })
  failed.catch(() => undefined)
  for (let left = 200; left > 0; left -= 1) {
    const there = await Promise.race([failed, fetch(`${url}/v2/`).catch(() => null)])
    if (there !== null) return
    await delay(50)
  }
  throw new Error('docker-registry does not answer')
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json'
const INDEX = 'application/vnd.oci.image.index.v1+json'

/** An image of one platform, as a build would push it. */
export interface Platform {
  os: string
  architecture: string
  variant?: string
}

/** What of an image was pushed, as an index names it. */
export interface Pushed {
  digest: string
  size: number
  platform: Platform
}

/** Pushes to one repository of a registry by the distribution API. `authorization`: a header that allows it. */
export function pusher(url: string, repository: string, authorization?: string) {
  const send = async (path: string, init: RequestInit) => {
    const headers = { ...Object.fromEntries(new Headers(init.headers)), ...(authorization === undefined ? {} : { authorization }) }
    const answer = await fetch(new URL(path, url), { ...init, headers })
    if (!answer.ok) throw new Error(`${init.method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer
  }
  const blob = async (text: string) => {
    const started = await send(`/v2/${repository}/blobs/uploads/`, { method: 'POST' })
    const place = new URL(started.headers.get('location') ?? '', url)
    place.searchParams.set('digest', digestOf(text))
    await send(`${place.pathname}${place.search}`, { method: 'PUT', body: text, headers: { 'content-type': 'application/octet-stream' } })
    return { digest: digestOf(text), size: Buffer.byteLength(text) }
  }
  const put = async (reference: string, mediaType: string, document: object) => {
    const text = JSON.stringify({ schemaVersion: 2, mediaType, ...document })
    await send(`/v2/${repository}/manifests/${reference}`, { method: 'PUT', body: text, headers: { 'content-type': mediaType } })
    return { digest: digestOf(text), size: Buffer.byteLength(text), text }
  }
  return {
    /** An image of one platform under a tag, or by its digest alone. */
    async image(platform: Platform, tag?: string, created?: string): Promise<Pushed> {
      const config = await blob(JSON.stringify({ ...platform, created, rootfs: { type: 'layers', diff_ids: [] }, note: tag }))
      const layer = await blob('layer')
      const document = {
        config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
        layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', ...layer }],
      }
      const text = JSON.stringify({ schemaVersion: 2, mediaType: MANIFEST, ...document })
      const { digest, size } = await put(tag ?? digestOf(text), MANIFEST, document)
      return { digest, size, platform }
    },
    /** A multi-arch image. Gives the digest of its index. */
    async index(tag: string, members: readonly Pushed[]): Promise<string> {
      return (await put(tag, INDEX, { manifests: members.map((member) => ({ mediaType: MANIFEST, ...member })) })).digest
    },
    /** Further tags of one image, without anything else to push. */
    async tags(names: readonly string[], like: string): Promise<void> {
      const known = await send(`/v2/${repository}/manifests/${like}`, { method: 'GET', headers: { accept: MANIFEST } })
      const text = await known.text()
      for (let at = 0; at < names.length; at += 8) {
        await Promise.all(
          names
            .slice(at, at + 8)
            .map((tag) => send(`/v2/${repository}/manifests/${tag}`, { method: 'PUT', body: text, headers: { 'content-type': MANIFEST } })),
        )
      }
    },
  }
}

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`
}
