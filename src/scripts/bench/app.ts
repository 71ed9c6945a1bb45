/** What the App bears: webhooks in a process of its own, over real HTTP, signed, with the payloads that GitHub documents. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createHmac, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { Agent, createServer, request as send } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { EVENTS } from '../../faces/app/triggers.ts'
import { median } from './process.ts'
import type { Row } from './thousand.ts'

const SECRET = 'a-secret-for-webhooks-of-benches'
/** Deliveries before memory counts, and all of them. */
const [WARM, ALL] = [60_000, 160_000]
const CONNECTIONS = 32
/** MiB. What grows without end would not fit into it, and garbage that V8 does not mind does not count as growth. */
const HEAP = 100

interface Signed {
  event: string
  body: Buffer
  signature: string
}

interface Server {
  child: ChildProcess
  url: string
  /** Milliseconds from the start of the process until it listened. */
  started: number
}

/** Time to start, cost of a delivery, deliveries lost, and what a hundred thousand of them leave behind. */
export async function appFigures(folder: string, app = resolve('dist/app.js')): Promise<Row[]> {
  const forge = await startBareForge()
  const starts: number[] = []
  for (let run = 0; run < 5; run += 1) {
    const server = await startServer(app, folder, forge.url)
    starts.push(server.started)
    await stop(server)
  }
  const server = await startServer(app, folder, forge.url, [`--max-old-space-size=${HEAP}`])
  try {
    return [
      { what: 'the App: from its start until it listens', value: median(starts), bound: 1500, unit: 'ms' },
      ...(await deliverAll(server)),
    ]
  } finally {
    await stop(server)
    forge.close()
  }
}

async function deliverAll(server: Server): Promise<Row[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const payloads = signedExamples()
  const refused = await deliver(server.url, agent, payloads, [0, WARM])
  const warm = await measures(server.url)
  const began = performance.now()
  const refusedLater = await deliver(server.url, agent, payloads, [WARM, ALL])
  const seconds = (performance.now() - began) / 1000
  const all = await measures(server.url)
  agent.destroy()
  const each = (all.cpu - warm.cpu) / (ALL - WARM)
  return [
    { what: '2,000 signed webhook deliveries: time of one core', value: each * 2000, bound: 60, unit: 's' },
    {
      what: `… as fast as they come, a second: ${Math.round((ALL - WARM) / seconds)}; milliseconds each`,
      value: each * 1000,
      bound: 30,
      unit: 'ms',
    },
    { what: `… of ${ALL.toLocaleString('en')} lost`, value: ALL - all.deliveries + refused + refusedLater, bound: 1, unit: 'deliveries' },
    {
      what: `… memory of the App, its heap at most ${HEAP} MiB, after ${WARM.toLocaleString('en')}`,
      value: warm.memory,
      bound: 350,
      unit: 'MiB',
    },
    { what: `… and its growth with ${(ALL - WARM).toLocaleString('en')} more`, value: all.memory - warm.memory, bound: 48, unit: 'MiB' },
  ]
}

/** Sends those from `first` up to `end`, each with an id of its own; gives how many were not answered with 200. */
async function deliver(url: string, agent: Agent, payloads: readonly Signed[], [first, end]: readonly [number, number]): Promise<number> {
  let [next, refused] = [first, 0]
  const worker = async () => {
    for (let at = next++; at < end; at = next++) {
      const payload = payloads[at % payloads.length]
      if (payload !== undefined && (await post(url, agent, payload, `delivery-${at}`)) !== 200) refused += 1
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, worker))
  return refused
}

function post(url: string, agent: Agent, { event, body, signature }: Signed, id: string): Promise<number> {
  const headers = {
    'content-type': 'application/json',
    'content-length': body.length,
    'x-github-delivery': id,
    'x-github-event': event,
    'x-hub-signature-256': signature,
  }
  return new Promise((done, reject) => {
    const asked = send(`${url}/api/github/webhooks`, { method: 'POST', agent, headers }, (answer) => {
      answer.resume()
      answer.on('end', () => done(answer.statusCode ?? 0))
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

/** Every example of events that the App listens to, as if of one of twenty installations, and their repositories with them. */
function signedExamples(): Signed[] {
  const examples: { name: string; examples: Record<string, unknown>[] }[] = createRequire(import.meta.url)('@octokit/webhooks-examples')
  const ours = examples.filter(({ name }) => EVENTS.some((one) => one === name))
  return ours.flatMap(({ name, examples: payloads }) =>
    payloads.map((payload, at): Signed => {
      const repository = { ...(payload['repository'] ?? {}), id: 1000 + (at % 60) }
      const body = Buffer.from(JSON.stringify({ ...payload, repository, installation: { id: 1 + (at % 20) } }))
      return { event: name, body, signature: `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}` }
    }),
  )
}

/** What the App says of itself. */
async function measures(url: string): Promise<{ cpu: number; memory: number; deliveries: number }> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const values = (name: string) =>
    text.split('\n').flatMap((line) => (line.startsWith(`${name} `) || line.startsWith(`${name}{`) ? [Number(line.split(' ').at(-1))] : []))
  const sum = (name: string) => values(name).reduce((total, one) => total + one, 0)
  return {
    cpu: sum('process_cpu_seconds_total'),
    memory: sum('process_resident_memory_bytes') / 1024 / 1024,
    deliveries: sum('pinwarden_webhook_deliveries_total'),
  }
}

/** A GitHub that knows nobody: every run ends with its first request, so that what is measured is the App's own. */
async function startBareForge(): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    request.resume()
    response.writeHead(404, { 'content-type': 'application/json' }).end('{"message":"Not Found"}')
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function startServer(app: string, folder: string, forge: string, flags: readonly string[] = []): Promise<Server> {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
  const env = {
    APP_ID: '7',
    PRIVATE_KEY: key,
    WEBHOOK_SECRET: SECRET,
    PORT: '0',
    GITHUB_API_URL: forge,
    PINWARDEN_SCHEDULE: '0',
    PINWARDEN_CACHE_DIR: mkdtempSync(join(folder, 'app-')),
  }
  const began = performance.now()
  const child = spawn(process.execPath, [...flags, app], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
  const url = await new Promise<string>((ready, reject) => {
    let text = ''
    child.on('exit', (status) => reject(new Error(`the App ended with ${status}`)))
    child.stdout?.on('data', (chunk: Buffer) => {
      if (text.includes('listening')) return
      text += chunk
      const found = /"url":"([^"]+)"/.exec(text)?.[1]
      if (found !== undefined) ready(found)
    })
  })
  return { child, url, started: performance.now() - began }
}

async function stop({ child }: Server): Promise<void> {
  const ended = new Promise((done) => child.once('exit', done))
  child.kill('SIGKILL')
  await ended
}
