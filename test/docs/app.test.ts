import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createMetrics } from '../../src/faces/app/metrics.ts'
import { manifest } from '../support/app.ts'

const page = readFileSync(resolve('docs/app.md'), 'utf8')

describe('docs/app.md', () => {
  it('has a link that asks for what the manifest asks for', () => {
    const link = new URL(/<(https:\/\/github\.com\/settings\/apps\/new\?[^>]+)>/.exec(page)?.[1] ?? '')
    const given = [...link.searchParams].filter(([, value]) => value === 'read' || value === 'write')
    expect(Object.fromEntries(given)).toEqual(manifest.default_permissions)
    expect(link.searchParams.getAll('events[]')).toEqual(manifest.default_events)
    expect(link.searchParams.get('webhook_url')).toBe('https://pinwarden.example/api/github/webhooks')
  })

  it('tells every variable that is read', () => {
    const source = readFileSync(resolve('src/faces/app/settings.ts'), 'utf8')
    const read = [...source.matchAll(/^ {4}([A-Z][A-Z_]+):/gm)].map((match) => match[1] ?? '')
    expect(read.length).toBeGreaterThan(10)
    const told = [...page.matchAll(/`([A-Z][A-Z_]+)`(?=[^|\n]*\|)/g)].map((match) => match[1])
    expect(read.filter((name) => !told.includes(name))).toEqual([])
  })

  it('tells every measure of ours', async () => {
    const { body } = await createMetrics(() => ({ waiting: 0, running: 0, oldestStart: null, accepting: true })).text()
    const names = [...body.matchAll(/^# TYPE (\S+)/gm)].map((match) => match[1] ?? '').filter((name) => !/^(process|nodejs)_/.test(name))
    expect(names.length).toBeGreaterThan(10)
    expect(names.filter((name) => !page.includes(name))).toEqual([])
  })
})
