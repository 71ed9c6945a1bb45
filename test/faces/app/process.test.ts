import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { bundleAction, bundleApp, bundleCli } from '../../../src/scripts/build/bundle.ts'
import { appEnvironment, startAppDouble, WEBHOOK_SECRET } from '../../support/app.ts'
import { deliverWebhook, eventPayload } from '../../support/github-double/events.ts'
import type { GitHubDouble } from '../../support/github-double/index.ts'

let folder: string
let double: GitHubDouble

beforeAll(async () => {
  folder = mkdtempSync(resolve('node_modules/.cache-app-'))
  const [started] = await Promise.all([
    startAppDouble({
      repositories: [
        {
          nameWithOwner: 'acme/shop',
          files: {
            'versions.yaml': `components:\n  one: { version: 1.0.0, source: { datasource: static, package: one, releases: ['1.0.0'] } }\n`,
          },
        },
      ],
    }),
    bundleApp(folder),
    bundleCli(join(folder, 'cli')),
    bundleAction(join(folder, 'action')),
  ])
  double = started
})
afterAll(async () => {
  await double.close()
  rmSync(folder, { recursive: true, force: true })
})

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

/** The bundle in a process of its own, with what it wrote. */
async function start(env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [join(folder, 'app.js')], { cwd: folder, env: { ...appEnvironment(double, folder), ...env } })
  children.push(child)
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  child.stderr.on('data', (chunk) => {
    err += chunk
  })
  const exit = once(child, 'exit').then(([status]) => Number(status))
  const says = async (text: string) => {
    while (!out.includes(text) && child.exitCode === null) await new Promise((done) => setTimeout(done, 10))
    return out
  }
  return { child, exit, says, out: () => out, err: () => err }
}

async function push(url: string): Promise<Response> {
  const head = (await double.repository('acme/shop').head()) ?? ''
  const payload = await eventPayload(double, 'acme/shop', { event: 'push', branch: 'main', before: head, after: head, sender: 'alice' })
  return deliverWebhook({ url: `${url}/api/github/webhooks`, secret: WEBHOOK_SECRET, event: 'push', payload })
}

async function urlOf(app: Awaited<ReturnType<typeof start>>): Promise<string> {
  return /"url":"([^"]+)"/.exec(await app.says('listening'))?.[1] ?? ''
}

async function endWith(
  child: ChildProcess,
  exit: Promise<number>,
  signal: NodeJS.Signals,
): Promise<{ status: number; milliseconds: number }> {
  const began = performance.now()
  child.kill(signal)
  return { status: await exit, milliseconds: performance.now() - began }
}

describe('dist/app.js in a process of its own', () => {
  it('lets a run end when it is told to stop', async () => {
    const app = await start()
    const url = await urlOf(app)
    double.faults.add({ match: { operation: 'base' }, fault: { delay: 600 } })
    expect((await push(url)).status).toBe(200)
    await app.says('webhook')
    const { status, milliseconds } = await endWith(app.child, app.exit, 'SIGTERM')
    expect(status).toBe(0)
    expect(milliseconds).toBeLessThan(4000)
    expect(app.out()).toContain('"result":"ok"')
    expect(app.out()).toContain('"dropped":0,"abandoned":0')
    expect(app.err()).toBe('')
  })

  it('gives a run up that takes longer than the bound, and takes no webhook meanwhile', async () => {
    const app = await start({ PINWARDEN_SHUTDOWN: '1' })
    const url = await urlOf(app)
    double.faults.add({ match: { operation: 'base' }, fault: { delay: 20_000 } })
    await push(url)
    await app.says('webhook')
    const ended = endWith(app.child, app.exit, 'SIGTERM')
    await app.says('stopping')
    expect((await push(url)).status).toBe(503)
    expect((await fetch(`${url}/healthz`)).status).toBe(503)
    const { status, milliseconds } = await ended
    expect(status).toBe(0)
    expect(milliseconds).toBeLessThan(3500)
    expect(app.out()).toContain('"abandoned":1')
  })

  it('says what is missing and does not start', async () => {
    const app = await start({ WEBHOOK_SECRET: '', APP_ID: 'seven' })
    expect(await app.exit).toBe(2)
    expect(app.err()).toMatch(/^APP_ID: expected a number.*\nWEBHOOK_SECRET: expected a secret of 16 characters or more.*\n$/)
  })
})

it('Probot is in the App’s bundle and in no other', () => {
  const texts = (path: string): string[] =>
    readdirSync(path, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.js'))
      .map((name) => readFileSync(join(path, name), 'utf8'))
  const carries = (text: string) => text.includes('installation access token') && text.includes('x-hub-signature-256')
  expect(carries(readFileSync(join(folder, 'app.js'), 'utf8'))).toBe(true)
  expect([...texts(join(folder, 'cli')), ...texts(join(folder, 'action'))].filter(carries)).toEqual([])
})
