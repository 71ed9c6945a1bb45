import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import * as z from 'zod'
import { EVENTS } from '../../../src/faces/app/triggers.ts'
import { manifest } from '../../support/app.ts'

const docs = readFileSync('docs/app.md', 'utf8')
const link = new URL(/<(https:\/\/github\.com\/settings\/apps\/new\?[^>]+)>/.exec(docs)?.[1] ?? '')

/** Rows of the table with this first heading. */
function table(heading: string): string[][] {
  const [, after = ''] = docs.split(`| ${heading} |`)
  const [rows = ''] = after.split('\n\n')
  return rows
    .split('\n')
    .slice(2)
    .map((row) => row.split('|').map((cell) => cell.trim().replaceAll('`', '')))
    .map(([, ...cells]) => cells.slice(0, -1))
}

/** By the page of each event: https://docs.github.com/en/webhooks/webhook-events-and-payloads */
const NEEDS: Record<string, string> = {
  push: 'contents',
  pull_request: 'pull_requests',
  merge_group: 'merge_queues',
  issue_comment: 'issues',
  issues: 'issues',
  check_suite: 'checks',
  status: 'statuses',
  deployment_status: 'deployments',
  repository: 'metadata',
}

it('the page on the App and its link name the permissions and the events of the manifest, no more and no fewer', () => {
  expect(Object.fromEntries(table('permission').map(([name, access]) => [name, access]))).toEqual(manifest.default_permissions)
  expect(table('event').map(([name]) => name)).toEqual(manifest.default_events)
  for (const [name, access] of Object.entries(manifest.default_permissions))
    expect([name, link.searchParams.get(name)]).toEqual([name, access])
  const settings = ['name', 'url', 'webhook_active', 'webhook_url', 'public', 'events[]']
  const asked = [...new Set(link.searchParams.keys())].filter((name) => !settings.includes(name))
  expect(asked.sort()).toEqual(Object.keys(manifest.default_permissions).sort())
  expect(link.searchParams.getAll('events[]')).toEqual(manifest.default_events)
})

it('the manifest asks for the events that the App understands, and for what GitHub wants for each', () => {
  const unasked = ['installation', 'installation_repositories']
  expect([...manifest.default_events, ...unasked].sort()).toEqual([...EVENTS].sort())
  for (const event of manifest.default_events)
    expect([event, Object.keys(manifest.default_permissions)]).toEqual([event, expect.arrayContaining([NEEDS[event]])])
})

it('the manifest asks for permissions that GitHub has, with an access that each may have', () => {
  const require = createRequire(import.meta.url)
  const folder = dirname(require.resolve('@octokit/openapi/package.json'))
  const described = z.object({
    components: z.object({
      schemas: z.object({ 'app-permissions': z.object({ properties: z.record(z.string(), z.object({ enum: z.array(z.string()) })) }) }),
    }),
  })
  const { components } = described.parse(JSON.parse(readFileSync(join(folder, 'generated', 'api.github.com.json'), 'utf8')))
  const known = components.schemas['app-permissions'].properties
  for (const [name, access] of Object.entries(manifest.default_permissions))
    expect([name, known[name]?.enum]).toEqual([name, expect.arrayContaining([access])])
})
