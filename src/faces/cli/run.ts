#!/usr/bin/env node
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
  const { loadMain } = await import('./load-main.ts')
  const { main, keep } = await loadMain()
  const status = await main(process.argv.slice(2))
  process.exitCode = status
  // A call that was refused ran next to nothing that the next one needs.
  if (status !== 2) await keep()
}
