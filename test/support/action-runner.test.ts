import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runAction } from './action-runner.ts'
import { runCli } from './cli-runner.ts'

let folder: string
const double = { url: 'http://127.0.0.1:1', restUrl: 'http://127.0.0.1:1/api/v3', graphqlUrl: 'http://127.0.0.1:1/api/graphql' }
const run = { repository: 'acme/shop', sha: 'a'.repeat(40), double, token: 'ghs_secret' }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fake-action-'))
  await writeFile(
    join(folder, 'action.yml'),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the manifest, not of this file
    'inputs:\n  token: { default: "${{ github.token }}" }\n  dry-run: { default: "false" }\n  fail-on: {}\n',
  )
  await writeFile(
    join(folder, 'index.js'),
    `import { appendFileSync, readdirSync } from 'node:fs'
const env = process.env
appendFileSync(env.GITHUB_OUTPUT, 'seen<<EOF_1\\n' + JSON.stringify({ dry: env['INPUT_DRY-RUN'], token: env.INPUT_TOKEN, api: env.GITHUB_API_URL, files: readdirSync('.'), event: env.GITHUB_EVENT_NAME, home: env.HOME }) + '\\nline two\\nEOF_1\\nplain=1\\n')
appendFileSync(env.GITHUB_STEP_SUMMARY, '# Done\\n')
console.log('::add-mask::hidden')
console.log('::warning file=versions.yaml,line=3,title=Old%3A redis::first%0Asecond 100%25')
console.log('hidden text ' + env.INPUT_TOKEN)
process.exitCode = env['INPUT_FAIL-ON'] === undefined ? 0 : 3
`,
  )
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
})

afterAll(() => rm(folder, { recursive: true, force: true }))

it('gives an action its inputs, defaults and an empty work folder, and reads all that it says back', async () => {
  const result = await runAction({ ...run, bundle: join(folder, 'index.js'), inputs: { 'dry-run': true } })
  expect(result.status).toBe(0)
  expect(result.outputs['plain']).toBe('1')
  expect(result.outputs['seen']).toMatch(/\nline two$/)
  expect(JSON.parse(result.outputs['seen']?.split('\n')[0] ?? '')).toMatchObject({
    dry: 'true',
    token: 'ghs_secret',
    api: double.restUrl,
    files: [],
    event: 'workflow_dispatch',
  })
  expect(result.summary).toBe('# Done\n')
  expect(result.annotations).toEqual([
    { level: 'warning', message: 'first\nsecond 100%', properties: { file: 'versions.yaml', line: '3', title: 'Old: redis' } },
  ])
  expect(result.text).toContain('*** text ghs_secret')
  expect(result.visible).not.toContain('ghs_secret')
})

it('passes the exit status on and refuses inputs that the manifest lacks', async () => {
  expect((await runAction({ ...run, bundle: join(folder, 'index.js'), inputs: { 'fail-on': 'high' } })).status).toBe(3)
  await expect(runAction({ ...run, bundle: join(folder, 'index.js'), inputs: { dryrun: 'true' } })).rejects.toThrow(
    "Unexpected input(s) 'dryrun'",
  )
})

it('runs a command line without the environment of this process', async () => {
  process.env['LEAK'] = '1'
  await writeFile(
    join(folder, 'cli.js'),
    'process.stdin.pipe(process.stdout); console.error(process.env.LEAK, process.argv.slice(2).join(" ")); process.exitCode = 2',
  )
  const result = await runCli(['plan', '--json'], { cwd: folder, entry: join(folder, 'cli.js'), stdin: 'in' })
  expect(result).toMatchObject({ status: 2, stdout: 'in', stderr: 'undefined plan --json\n' })
})
