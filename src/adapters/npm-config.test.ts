import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'

const MODULE = pathToFileURL(join(import.meta.dirname, 'npm-config.ts')).href

/** npm's configuration depends on the folder and the environment of a process, so each case is one. */
function ask(npmrc: string, env: Record<string, string>): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'pinwarden-npm-'))
  try {
    writeFileSync(join(folder, '.npmrc'), npmrc)
    mkdirSync(join(folder, 'inner'))
    const script = `const { npmRegistries } = await import(${JSON.stringify(MODULE)}); console.log(JSON.stringify(npmRegistries(['left-pad', '@acme/a', '@acme/b', '@other/c'])))`
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: join(folder, 'inner'),
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] ?? '', ...env },
    })
    return JSON.parse(run.stdout)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

it('asks npm packages where npm on this machine would', () => {
  const npmrc = 'registry=https://mirror.example/npm/\n@acme:registry=https://npm.acme.example/\n'
  expect(ask(npmrc, {})).toEqual({ npm: 'https://mirror.example/npm', 'npm:@acme': 'https://npm.acme.example' })
  expect(ask('', { npm_config_registry: 'http://127.0.0.1:4873/' })).toEqual({ npm: 'http://127.0.0.1:4873' })
})
