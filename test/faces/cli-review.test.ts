import { afterEach, beforeEach, expect, it } from 'vitest'
import { reviewSchema } from '../../src/core/review/report.ts'
import { runCli } from '../support/cli-runner.ts'
import { createGitRepository, type GitRepository } from '../support/git-repository.ts'

const REGISTRY = `components:
  tool:
    version: 1.1.0
    source: { datasource: static, package: tool, releases: [1.0.0, 1.1.0, 1.1.1, 2.0.0] }
    pins:
      - { file: tool.env, env: TOOL }
`

let repository: GitRepository

beforeEach(async () => {
  repository = await createGitRepository({ files: { 'versions.yaml': REGISTRY, 'tool.env': 'TOOL=1.1.0\n' } })
})
afterEach(() => repository.remove())

async function change(version: string, registry = true): Promise<void> {
  await repository.branch(`tool-${version}`, 'main')
  const files: Record<string, string> = registry ? { 'versions.yaml': REGISTRY.replace('version: 1.1.0', `version: ${version}`) } : {}
  await repository.commit({ 'tool.env': `TOOL=${version}\n`, ...files })
}

const review = (...args: string[]) =>
  runCli(['review', ...args], { cwd: repository.directory, env: { PINWARDEN_OSV_URL: 'http://127.0.0.1:9' } })

it('review judges what is checked out against the base, without a forge', async () => {
  await change('1.1.1')
  await repository.git('config', 'init.defaultBranch', 'main')
  const result = await review('main..')
  expect(result.stderr).toBe('')
  expect(result.status).toBe(0)
  expect(result.stdout).toMatch(/tool +1\.1\.0 +1\.1\.1 +patch/)
  expect(result.stdout).toMatch(/success: 1 version changed/)
})

it('review exits with 1 for what the policy or a pin is against, and says where', async () => {
  await change('1.0.0')
  const down = await review('main..tool-1.0.0', '--json')
  expect(down.status).toBe(1)
  expect(reviewSchema.parse(JSON.parse(down.stdout))).toMatchObject({
    conclusion: 'failure',
    title: 'tool: downgrade',
    pull_request: null,
    posted: [],
  })
  await change('1.1.1', false)
  const drift = await review('main...HEAD')
  expect(drift.status).toBe(1)
  expect(drift.stdout).toMatch(/tool\.env:1:6: error.*pinned at 1\.1\.1, but the registry says 1\.1\.0/)
})

it('review explains ranges and numbers that it cannot take', async () => {
  for (const [args, message] of [
    [['main'], /is no range; expected BASE\.\.HEAD/],
    [['main..nowhere'], /There is no commit “nowhere”/],
    [['--pr', '7'], /A pull request is reviewed on its forge.*--repo/],
  ] as const) {
    const result = await review(...args)
    expect(result.status).toBe(2)
    expect(result.stderr).toMatch(message)
  }
})
