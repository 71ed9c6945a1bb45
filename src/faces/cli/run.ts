#!/usr/bin/env node
import module from 'node:module'
import { tooOld } from '../node-version.ts'
import { VERSION } from '../version.ts'

// The version is asked for by scripts and must not pay for the rest.
const [first] = process.argv.slice(2)
const old = tooOld()
if (process.argv.length === 3 && (first === '--version' || first === '-V')) {
  console.log(VERSION)
} else if (old !== null) {
  console.error(old)
  process.exitCode = 2
} else {
  module.enableCompileCache?.()
  const { main } = await import('./main.ts')
  process.exitCode = await main(process.argv.slice(2))
}
