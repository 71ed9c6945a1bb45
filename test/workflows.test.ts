import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { readInputs } from '../src/faces/action/inputs.ts'
import { bundleAction } from '../src/scripts/build/bundle.ts'
import { type ActionResult, runAction } from './support/action-runner.ts'
import { lintWorkflow } from './support/actionlint.ts'
import { aReleaseWorld, type ReleaseWorld } from './support/release-world.ts'

const ROOT = resolve(import.meta.dirname, '..')
const FOLDERS = ['.github/workflows', 'examples/workflows']
const OWN = ['./', 'pinwarden/pinwarden@v0']

const step = z.looseObject({
  uses: z.string().optional(),
  with: z.record(z.string(), z.union([z.string(), z.boolean(), z.number()])).optional(),
})
const permissions = z.record(z.string(), z.enum(['read', 'write', 'none']))
const workflowSchema = z.looseObject({
  on: z.looseObject({
    workflow_dispatch: z
      .looseObject({ inputs: z.record(z.string(), z.looseObject({ default: z.unknown().optional() })).optional() })
      .nullish(),
  }),
  permissions,
  jobs: z.record(z.string(), z.looseObject({ permissions: permissions.optional(), 'timeout-minutes': z.number(), steps: z.array(step) })),
})

const workflows = FOLDERS.flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`)).filter(
  (path) => !path.endsWith('/ci.yml'),
)
const read = (path: string) => workflowSchema.parse(parse(readFileSync(join(ROOT, path), 'utf8')))
const stepsOf = (path: string) =>
  Object.values(read(path).jobs).flatMap(({ steps }) => steps.filter(({ uses }) => OWN.includes(uses ?? '')))
const manifest = z.looseObject({ inputs: z.record(z.string(), z.unknown()) }).parse(parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')))

/** Newer than the linter: https://github.blog/changelog/2026-05-07-github-actions-concurrency-groups-now-allow-larger-queues */
const NEWER = /unexpected key "queue" for "concurrency" section/

describe('the workflows of this project and those to copy', () => {
  it.each([...workflows, '.github/workflows/ci.yml'])('%s has no fault that actionlint knows', async (path) => {
    const faults = await lintWorkflow(readFileSync(join(ROOT, path), 'utf8'), path)
    expect(faults.filter(({ message }) => !NEWER.test(message))).toEqual([])
  })

  const pages = ['README.md', ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)].filter((path) => path.endsWith('.md'))
  const shown = pages.flatMap((page) =>
    [...readFileSync(join(ROOT, page), 'utf8').matchAll(/^```yaml[^\n]*\n([\s\S]*?)^```$/gm)]
      .filter(([, text]) => /^jobs:/m.test(text ?? ''))
      .map(([, text]) => ({ page, text: text ?? '' })),
  )

  it.each(shown)('have no fault where $page shows them', async ({ text }) => {
    const faults = await lintWorkflow(text, '.github/workflows/shown.yml')
    expect(faults.filter(({ message }) => !NEWER.test(message))).toEqual([])
  })

  it('is linted by something that finds faults', async () => {
    const untrusted = ['$', '{{ github.event.issue.title }}'].join('')
    const steps = `jobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${untrusted}\n`
    const faults = await lintWorkflow(`on: push\n${steps}`, 'x.yml')
    expect(faults.map(({ kind }) => kind)).toEqual(['expression'])
  })

  it.each(workflows)('%s names its permissions and a time limit, and few inputs', (path) => {
    const { on, permissions: granted, jobs } = read(path)
    expect(granted).not.toEqual({})
    for (const job of Object.values(jobs)) expect(job['timeout-minutes']).toBeLessThanOrEqual(30)
    expect(Object.keys(on.workflow_dispatch?.inputs ?? {}).length).toBeLessThanOrEqual(10)
  })

  it.each(workflows)('%s gives the Action inputs that it has, and commands that it knows', (path) => {
    const steps = stepsOf(path)
    expect(steps.length).toBeGreaterThan(0)
    for (const { with: given = {} } of steps) {
      expect(Object.keys(given).filter((name) => manifest.inputs[name] === undefined)).toEqual([])
      const command = String(given['command'])
      expect(readInputs((name) => (name === 'command' ? command : name === 'token' ? 'x' : '')).command).toBe(command)
    }
  })
})

let folder: string

beforeAll(async () => {
  folder = mkdtempSync(resolve('node_modules/.cache-workflows-'))
  await bundleAction(folder)
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the bundle of the Action', () => {
  it('is smaller than 3 MiB, whatever is loaded', () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => statSync(join(folder, name)))
    const total = files.filter((file) => file.isFile()).reduce((sum, { size }) => sum + size, 0)
    expect(total).toBeGreaterThan(500_000)
    expect(total).toBeLessThan(3 * 1024 * 1024)
  })
})

describe('a workflow that is run', () => {
  let world: ReleaseWorld

  afterEach(async () => {
    world.double.assertClean()
    await world.double.close()
  })

  interface Event {
    name: string
    inputs?: Record<string, unknown>
    sha?: string
  }

  /** Runs the step of a job that uses the Action, with the very permissions that the job has. */
  async function run(path: string, event: Event, jobName?: string): Promise<ActionResult> {
    const { on, permissions: granted, jobs } = read(path)
    const job = jobs[jobName ?? Object.keys(jobs)[0] ?? '']
    const token = `ghs_${path.replace(/\W/g, '')}${event.name}`
    const access = Object.entries(job?.permissions ?? granted).map(([name, level]) => [name.replaceAll('-', '_'), level])
    world.double.addToken({ token, kind: 'actions', permissions: { metadata: 'read', ...Object.fromEntries(access) } })
    const declared = Object.entries(on.workflow_dispatch?.inputs ?? {}).map(([name, input]) => [name, input.default ?? ''])
    const inputs = { ...Object.fromEntries(event.name === 'workflow_dispatch' ? declared : []), ...event.inputs }
    const known = { inputs, token, event: event.name }
    const given = job?.steps.find(({ uses }) => OWN.includes(uses ?? ''))?.with ?? {}
    const head = event.sha ?? (await world.shop.head()) ?? ''
    const proposed = event.name === 'pull_request'
    return runAction({
      bundle: join(folder, 'index.js'),
      manifest: join(ROOT, 'action.yml'),
      inputs: Object.fromEntries(Object.entries(given).map(([name, value]) => [name, expand(String(value), known)])),
      event: { name: event.name },
      repository: 'acme/shop',
      sha: head,
      ref: proposed ? 'refs/pull/1/merge' : 'refs/heads/main',
      double: world.double,
      token,
      env: { PINWARDEN_NOW: '2026-11-21T09:00:00Z', ...(proposed ? { GITHUB_BASE_REF: 'main' } : {}) },
    })
  }

  const release = ['.github/workflows/release.yml', 'examples/workflows/release.yml']

  it.each(release)(
    '%s proposes a release on a push, and publishes what was merged, with the permissions that it asks for',
    { timeout: 60_000 },
    async (path) => {
      world = await aReleaseWorld()
      await world.shop.push('main', { a: '1' }, { author: 'ada', message: 'feat: log in' })
      const job = path.startsWith('.github') ? 'release' : undefined
      const proposed = await run(path, { name: 'push' }, job)
      expect(proposed.outputs, proposed.visible).toMatchObject({
        result: 'proposed',
        version: '1.3.0',
        tag: 'v1.3.0',
        url: expect.stringContaining('/pull/1'),
      })
      await world.shop.merge(1, 'ada', 'SQUASH')
      const released = await run(path, { name: 'push' }, job)
      expect(released.outputs, released.visible).toMatchObject({ result: 'released', url: expect.stringContaining('/releases/tag/v1.3.0') })
      expect(released.summary).toContain('| tag | done | tag v1.3.0')
      expect(await world.shop.tags()).toEqual(['v1.2.0', 'v1.3.0'])
    },
  )

  it.each(release)('%s says in a pull request what merging it would release, and writes nothing', { timeout: 60_000 }, async (path) => {
    world = await aReleaseWorld()
    const sha = await world.shop.push('topic', { a: '1' }, { author: 'ada', message: 'feat!: another format' })
    const writes = world.double.requests.count({ write: true })
    const planned = await run(path, { name: 'pull_request', sha }, path.startsWith('.github') ? 'plan' : undefined)
    expect(planned.outputs, planned.visible).toMatchObject({ result: 'planned', version: '2.0.0' })
    expect(world.double.requests.count({ write: true })).toBe(writes)
  })

  it('goes back to an earlier release', { timeout: 60_000 }, async () => {
    world = await aReleaseWorld()
    await world.shop.push('main', { a: '1' }, { author: 'ada', message: 'feat: log in' })
    await world.run({ mode: 'direct' })
    const path = 'examples/workflows/release-rollback.yml'
    const done = await run(path, { name: 'workflow_dispatch', inputs: { reason: 'it crashes' } })
    expect(done.outputs, done.visible).toMatchObject({ result: 'rolled-back', version: '1.2.0', tag: 'v1.2.0' })
    expect(world.shop.pull(1).title).toBe('revert(release): roll back 1.3.0 to 1.2.0')
    const refused = await run(path, { name: 'workflow_dispatch', inputs: { reason: '' } })
    expect(refused).toMatchObject({ status: 1, outputs: { result: 'failed' } })
    expect(refused.visible).toContain('needs a reason')
  })

  it('rolls a component back as far as its points allow, and says so', { timeout: 60_000 }, async () => {
    world = await aReleaseWorld()
    const inputs = { component: 'redis', reason: 'it crashes' }
    const done = await run('examples/workflows/rollback.yml', { name: 'workflow_dispatch', inputs })
    expect(done.visible).not.toMatch(/bug in Pinwarden|may not/)
    expect(done.outputs).toMatchObject({ result: expect.stringMatching(/no_rollback_point|failed/) })
    expect(world.shop.pulls()).toEqual([])
  })

  it('watches merges, of which there are none', { timeout: 60_000 }, async () => {
    world = await aReleaseWorld()
    const done = await run('examples/workflows/watch.yml', { name: 'workflow_dispatch' })
    expect(done.status, done.visible).toBe(0)
    expect(done.outputs).toMatchObject({ result: 'ok' })
  })

  it('upgrades on demand', { timeout: 60_000 }, async () => {
    const registry = `components:
  tool: { version: 1.0.0, source: { datasource: static, package: tool, releases: ['1.0.0', '1.0.1'] }, pins: [{ file: tool.txt, regex: '(?<version>\\S+)' }] }
`
    world = await aReleaseWorld({ files: { 'versions.yaml': registry, 'tool.txt': '1.0.0\n' } }, false)
    const done = await run('examples/workflows/upgrade.yml', { name: 'workflow_dispatch' })
    expect(done.status, done.visible).toBe(0)
    expect(world.shop.pulls('open').map(({ title }) => title)).toEqual([expect.stringContaining('tool from 1.0.0 to 1.0.1')])
  })
})

/** The few expressions that our workflows use. @throws Error for any other */
function expand(text: string, known: { inputs: Record<string, unknown>; token: string; event: string }): string {
  return text.replace(/\$\{\{\s*([^}]*?)\s*\}\}/g, (_, expression: string) => {
    const values = expression.split(/\s*\|\|\s*/).map((part) => evaluated(part, known))
    return String(values.find((value) => value !== '' && value !== false) ?? values.at(-1) ?? '')
  })
}

function evaluated(part: string, { inputs, token, event }: { inputs: Record<string, unknown>; token: string; event: string }): unknown {
  const input = /^inputs\.([\w-]+)$/.exec(part)?.[1]
  if (input !== undefined) return inputs[input] ?? ''
  const wanted = /^github\.event_name == '(\w+)'$/.exec(part)?.[1]
  if (wanted !== undefined) return event === wanted
  if (part === 'github.token') return token
  if (part === 'secrets.token') return ''
  if (part === 'false') return false
  throw new Error(`the test does not know the expression ${part}`)
}
