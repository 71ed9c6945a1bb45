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
  void run()
}

async function run(): Promise<void> {
  const { loadMain } = await import('./load-main.ts')
  const { main, keep } = await loadMain()
  const status = await main(process.argv.slice(2))
  // A call that was refused ran next to nothing that the next one needs.
  if (status !== 2) await keep()
  for (const stream of [process.stdout, process.stderr]) await written(stream)
  // Node would wait for what V8 still compiles in the background, which nobody needs any more.
  process.exit(status)
}

/** Everything before it is handed over, or nobody reads any more. */
function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((done) => stream.write('', () => done()))
}
