import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { check } from '../src/commands/check.ts'
import type { Report } from '../src/core/reports/report.ts'
import { githubPorts } from '../src/faces/compose.ts'
import { DEMO_REPOSITORY, DEMO_TOKEN, demoClock, demoWorld } from './support/demo-world.ts'
import { type GitHubDouble, startGitHubDouble } from './support/github-double/index.ts'

interface Expected {
  state: string
  from: string
  steps?: { lane: string; to: string; distance?: string; risk: string; decision: string; why?: string }[]
  kept_back?: { version: string; code: string; decision: string; until?: string | Date }[]
  with?: string[]
}

const world = parse(readFileSync(resolve(import.meta.dirname, '../fixtures/demo/world.yaml'), 'utf8'), { merge: true }) as Record<
  string,
  Record<string, Expected>
>
const quiet = { progress: () => undefined, info: () => undefined, warn: () => undefined, debug: () => undefined }

let double: GitHubDouble
const reports = new Map<string, Report>()

beforeAll(async () => {
  double = await startGitHubDouble({ world: demoWorld() })
  const env = {
    GITHUB_API_URL: double.restUrl,
    GITHUB_GRAPHQL_URL: double.graphqlUrl,
    PINWARDEN_GITHUB_URL: double.restUrl,
    PINWARDEN_GITHUB_GRAPHQL_URL: double.graphqlUrl,
    PINWARDEN_DOCKER_URL: double.url,
    PINWARDEN_ENDOFLIFE_URL: double.url,
    PINWARDEN_OSV_URL: double.url,
    PINWARDEN_NOW: demoClock(),
  }
  for (const environment of ['base', 'staging', 'production']) {
    const ports = githubPorts({
      env,
      repository: DEMO_REPOSITORY,
      token: DEMO_TOKEN,
      log: quiet,
    })
    reports.set(environment, (await check(ports, { environment, components: [], offline: false })).report)
  }
})

afterAll(() => double.close())

describe.each(['base', 'staging', 'production'])('the demo, judged by a careful reader: %s', (environment) => {
  it.each(Object.keys(world[environment] ?? {}))('%s', (component) => {
    const expected = world[environment]?.[component]
    const report = reports.get(environment)
    expect(seen(report, component)).toEqual(wanted(expected))
  })
})

function seen(report: Report | undefined, component: string) {
  const mine = <T extends { component: string }>(rows: readonly T[] | undefined) => rows?.filter((row) => row.component === component) ?? []
  return {
    state: mine(report?.components)[0]?.status,
    from: mine(report?.components)[0]?.current,
    steps: mine(report?.upgrades).map(({ lane, to, risk, decision }) => ({ lane, to, risk, decision })),
    kept_back: mine(report?.held).map(({ version, code, decision }) => ({ version, code, decision })),
  }
}

function wanted(expected: Expected | undefined) {
  return {
    state: expected?.state,
    from: expected?.from,
    steps: (expected?.steps ?? []).map(({ lane, to, risk, decision }) => ({ lane, to, risk, decision })),
    kept_back: (expected?.kept_back ?? []).map(({ version, code, decision }) => ({ version, code, decision })),
  }
}
