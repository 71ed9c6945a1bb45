import { readFileSync, statSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

// Before the rest is loaded: a hundred files are stripped of their types once and not at each start.
enableCompileCache(join(import.meta.dirname, '..', '..', '..', 'node_modules', '.cache', 'github-double', 'code'))
const { startGitHubDouble } = await import('./index.ts')

const usage = 'usage: node test/support/github-double/serve.ts [--world FILE|DIR] [--port N] [--state DIR]\n'

/**
 * The double as a process of its own. Prints one line of JSON with its addresses when it listens, and ends with SIGTERM or SIGINT.
 * `--world`: a JSON file, or a folder with `world.json`; without it GitHub is empty. `--state`: keep everything in this folder, and go on
 * from what is there.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { world: { type: 'string' }, port: { type: 'string', default: '0' }, state: { type: 'string' }, help: { type: 'boolean' } },
  })
  if (values.help === true) {
    process.stdout.write(usage)
    return
  }
  const world =
    values.world === undefined
      ? {}
      : JSON.parse(readFileSync(statSync(values.world).isDirectory() ? join(values.world, 'world.json') : values.world, 'utf8'))
  const double = await startGitHubDouble({
    world,
    port: Number(values.port),
    ...(values.state === undefined ? {} : { stateDirectory: values.state }),
  })
  const { url, restUrl, graphqlUrl, uploadUrl } = double
  process.stdout.write(`${JSON.stringify({ url, restUrl, graphqlUrl, uploadUrl, registryUrl: url, pid: process.pid })}\n`)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void double.close().then(() => process.exit(0)))
}

await main()
