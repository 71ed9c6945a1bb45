import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { client, shop, shopWorld } from './fixture.ts'

let folder: string
let child: ChildProcess | undefined
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'double-process-'))
  await writeFile(join(folder, 'world.json'), JSON.stringify(shopWorld))
})
afterEach(async () => {
  await stop()
  await rm(folder, { recursive: true, force: true })
})

async function start(): Promise<{ url: string; restUrl: string }> {
  const started = spawn(
    process.execPath,
    [join(import.meta.dirname, 'serve.ts'), '--world', folder, '--state', join(folder, 'state'), '--port', '0'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  child = started
  for await (const line of createInterface({ input: started.stdout })) return JSON.parse(line)
  throw new Error('the double ended at once')
}

async function stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  const running = child
  child = undefined
  if (running === undefined || running.exitCode !== null) return
  const ended = new Promise((resolve) => running.once('exit', resolve))
  running.kill(signal)
  await ended
}

it('runs as a process of its own and goes on where a killed one stopped', async () => {
  const first = await start()
  const rest = client(first.restUrl)
  await rest.pulls.create({ ...shop, title: 'Change', head: 'change', base: 'main' })
  await rest.issues.addLabels({ ...shop, issue_number: 1, labels: ['bug'] })
  const log = (await (await fetch(`${first.url}/_double/requests`)).json()) as { byOperation: Record<string, number> }
  expect(log.byOperation).toEqual({ 'pulls/create': 1, 'issues/add-labels': 1 })
  await stop('SIGKILL')
  const second = await start()
  const again = client(second.restUrl)
  const { data } = await again.pulls.get({ ...shop, pull_number: 1 })
  expect(data).toMatchObject({ title: 'Change', labels: [{ name: 'bug' }], changed_files: 2 })
  await expect(again.pulls.create({ ...shop, title: 'Change', head: 'change', base: 'main' })).rejects.toMatchObject({ status: 422 })
  expect(
    (await again.pulls.create({ ...shop, title: 'Other', head: 'change', base: 'main' }).catch((error) => error.status)) as number,
  ).toBe(422)
})

it('takes new upstream releases, faults and time from outside', async () => {
  const { url, restUrl } = await start()
  const post = (path: string, body: unknown) => fetch(`${url}/_double/${path}`, { method: 'POST', body: JSON.stringify(body) })
  await post('world', {
    upstreams: [{ nameWithOwner: 'redis/redis', releases: [{ tag: '7.4.3', assets: [{ name: 'sums.txt', text: 'abc' }] }] }],
  })
  const rest = client(restUrl)
  const { data } = await rest.repos.getLatestRelease({ owner: 'redis', repo: 'redis' })
  expect(data.tag_name).toBe('7.4.3')
  expect(await (await fetch(data.assets[0]?.browser_download_url ?? '')).text()).toBe('abc')
  await post('faults', [{ fault: { status: 503 } }])
  await expect(rest.repos.get(shop)).rejects.toMatchObject({ status: 503 })
  expect(await (await fetch(`${url}/_double/violations`)).json()).toEqual([])
})
