import { createPublicKey, generateKeyPairSync, randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parse } from 'yaml'
import { createLogger } from '../../src/faces/app/log.ts'
import { type RunningApp, startApp } from '../../src/faces/app/start.ts'
import type { Timer } from '../../src/faces/app/timer.ts'
import { deliverWebhook, type EventSpec, eventPayload } from './github-double/events.ts'
import { type GitHubDouble, startGitHubDouble } from './github-double/index.ts'
import type { World } from './github-double/world.ts'

export const WEBHOOK_SECRET = 'a-secret-for-webhooks-of-tests'

/** As GitHub hands it out: PKCS#1. */
export const PRIVATE_KEY = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs1', format: 'pem' })
  .toString()

/** What the manifest asks for, and nothing more. */
export const manifest: { default_permissions: Record<string, 'read' | 'write'>; default_events: string[] } = parse(
  readFileSync(resolve('app.yml'), 'utf8'),
)

/** A double with an App that has the manifest's permissions. */
export function startAppDouble(world: World): Promise<GitHubDouble> {
  const publicKey = createPublicKey(PRIVATE_KEY).export({ type: 'spki', format: 'pem' }).toString()
  return startGitHubDouble({ world: { app: { id: 7, slug: 'pinwarden', permissions: manifest.default_permissions, publicKey }, ...world } })
}

/** The environment of an App that talks to the double: any free port, no rounds. */
export function appEnvironment(double: GitHubDouble, cache: string): Record<string, string> {
  return {
    APP_ID: '7',
    PRIVATE_KEY: PRIVATE_KEY.replaceAll('\n', '\\n'),
    WEBHOOK_SECRET,
    PORT: '0',
    LOG_LEVEL: 'debug',
    GITHUB_API_URL: double.restUrl,
    GITHUB_GRAPHQL_URL: double.graphqlUrl,
    PINWARDEN_GITHUB_URL: double.restUrl,
    PINWARDEN_GITHUB_GRAPHQL_URL: double.graphqlUrl,
    PINWARDEN_OSV_URL: double.url,
    PINWARDEN_CACHE_DIR: cache,
    PINWARDEN_SCHEDULE: '0',
    PINWARDEN_SHUTDOWN: '5',
  }
}

export interface TestApp extends RunningApp {
  logs: Record<string, unknown>[]
  /** Everything that was logged, as written. */
  written(): string
  /** Delivers an event about the double's present state, signed. */
  deliver(repository: string, event: EventSpec, id?: string): Promise<Response>
  send(event: string, payload: unknown, options?: { id?: string; secret?: string }): Promise<Response>
  get(path: string, headers?: Record<string, string>): Promise<{ status: number; text: string }>
  /** Waits until nothing waits and nothing runs. */
  idle(): Promise<void>
  /** Results of the runs so far, in order. */
  results(): string[]
}

/** The App in this process, over real HTTP. */
export async function startTestApp(double: GitHubDouble, more: { env?: Record<string, string>; timer?: Timer } = {}): Promise<TestApp> {
  const cache = mkdtempSync(join(tmpdir(), 'app-cache-'))
  const lines: string[] = []
  const log = createLogger('debug', { write: (line: string) => void lines.push(line) })
  const app = await startApp({ ...appEnvironment(double, cache), ...more.env }, { log, ...(more.timer && { timer: more.timer }) })
  const logs = () => lines.map((line): Record<string, unknown> => JSON.parse(line))
  const send: TestApp['send'] = (event, payload, { id = randomUUID(), secret = WEBHOOK_SECRET } = {}) =>
    deliverWebhook({ url: `${app.url}/api/github/webhooks`, secret, event, payload, id })
  const get: TestApp['get'] = async (path, headers = {}) => {
    const response = await fetch(app.url + path, { headers })
    return { status: response.status, text: await response.text() }
  }
  return {
    ...app,
    get logs() {
      return logs()
    },
    written: () => lines.join(''),
    send,
    deliver: async (repository, event, id) =>
      send(event.event, await eventPayload(double, repository, event), id === undefined ? {} : { id }),
    get,
    async idle() {
      for (;;) {
        const { queue } = JSON.parse((await get('/healthz')).text)
        if (queue.waiting + queue.running === 0) return
        await new Promise((done) => setTimeout(done, 10))
      }
    },
    results: () => logs().flatMap((one) => (one['msg'] === 'run ended' ? [String(one['result'])] : [])),
    async stop() {
      const leftover = await app.stop()
      rmSync(cache, { recursive: true, force: true })
      return leftover
    },
  }
}
