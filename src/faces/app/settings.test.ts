import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ProblemError } from '../../core/model/problems.ts'
import { readOwnerSecrets } from './owner-secrets.ts'
import { readSettings } from './settings.ts'

const KEY = '-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\n'
const env = { APP_ID: '7', PRIVATE_KEY: KEY, WEBHOOK_SECRET: '0123456789abcdef' }
const folder = mkdtempSync(join(tmpdir(), 'app-settings-'))
afterAll(() => rmSync(folder, { recursive: true }))

function messages(given: Readonly<Record<string, string | undefined>>): string[] {
  try {
    readSettings(given)
    return []
  } catch (error) {
    return error instanceof ProblemError ? error.problems.map((problem) => problem.message) : [String(error)]
  }
}

describe('settings', () => {
  it('need an App, its key and its webhook secret, and say all that is missing at once', () => {
    expect(messages({})).toEqual([
      'APP_ID: expected a number.',
      'PRIVATE_KEY: expected a PEM private key, or its file in PRIVATE_KEY_PATH.',
      'WEBHOOK_SECRET: expected a secret of 16 characters or more.',
    ])
    expect(messages(env)).toEqual([])
  })

  it('take the key as it is, with line breaks written out, as base64, or from a file', () => {
    const file = join(folder, 'key.pem')
    writeFileSync(file, KEY)
    const { PRIVATE_KEY: _, ...rest } = env
    for (const given of [
      { PRIVATE_KEY: KEY },
      { PRIVATE_KEY: KEY.replaceAll('\n', '\\n') },
      { PRIVATE_KEY: Buffer.from(KEY).toString('base64') },
      { PRIVATE_KEY_PATH: file },
      { PRIVATE_KEY: '', PRIVATE_KEY_PATH: file },
    ])
      expect(readSettings({ ...rest, ...given }).privateKey).toBe(KEY)
    expect(messages({ ...rest, PRIVATE_KEY_PATH: join(folder, 'none.pem') }).length).toBe(1)
  })

  it('have defaults, for what is empty too, and bounds', () => {
    expect(readSettings({ ...env, PORT: '', PINWARDEN_SCHEDULE: '' })).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      webhookPath: '/api/github/webhooks',
      schedule: 21_600_000,
      concurrency: 4,
      shutdown: 25_000,
      allowedHosts: [],
    })
    expect(readSettings({ ...env, PINWARDEN_SCHEDULE: '0', PINWARDEN_ALLOWED_HOSTS: 'a.test, b.test:8443' })).toMatchObject({
      schedule: 0,
      allowedHosts: ['a.test', 'b.test:8443'],
    })
    for (const wrong of [{ PORT: '70000' }, { PINWARDEN_SCHEDULE: 'daily' }, { PINWARDEN_CONCURRENCY: '0' }, { LOG_LEVEL: 'loud' }])
      expect(messages({ ...env, ...wrong }).length).toBe(1)
  })

  it('quote no secret', () => {
    expect(messages({ ...env, WEBHOOK_SECRET: 'hunter2', PRIVATE_KEY: 'hunter2' }).join()).not.toContain('hunter2')
  })
})

describe('secrets of owners', () => {
  it('belong to the owner alone, however the name is written', () => {
    const file = join(folder, 'owners.json')
    writeFileSync(file, JSON.stringify({ Acme: { NPM_TOKEN: 'npm_1' } }))
    const secrets = readOwnerSecrets(file)
    expect(secrets('acme')).toEqual({ NPM_TOKEN: 'npm_1' })
    expect(secrets('other')).toEqual({})
    expect(secrets('constructor')).toEqual({})
    expect(readOwnerSecrets(undefined)('acme')).toEqual({})
  })

  it('are refused in another shape without being quoted', () => {
    const file = join(folder, 'wrong.json')
    for (const text of ['{"acme": "npm_secret"}', '{"acme": npm_secret']) {
      writeFileSync(file, text)
      expect(() => readOwnerSecrets(file)).toThrow(/no JSON of owner/)
      expect(() => readOwnerSecrets(file)).not.toThrow(/npm_secret/)
    }
  })
})
