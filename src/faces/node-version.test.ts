import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { tooOld } from './node-version.ts'

it('tells somebody whose Node is too old which one is needed, as the package does', () => {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } }
  const needed = engines.node.replace('>=', '')
  expect(tooOld('20.19.5')).toMatch(`needs Node ${needed} or later; this is 20.19.5`)
  expect(tooOld(`${needed}.0.0`)).toBeNull()
  expect(tooOld()).toBeNull()
})
