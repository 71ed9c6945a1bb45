// Runs a command of this project on a machine that has only git, Node 20 or later and npm: installs what is
// missing first (Node 24 comes with the packages), then runs the command with the project's own tools on the path.
// Plain JavaScript, because it must run before anything is installed.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const bin = join(root, 'node_modules', '.bin')

function installed() {
  const stamp = join(root, 'node_modules', '.package-lock.json')
  return existsSync(stamp) && statSync(stamp).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs && runtime() !== null
}

/** The major version of the project's own Node, or null where it is not there or does not run. */
function runtime() {
  const run = spawnSync(join(bin, 'node'), ['--version'], { encoding: 'utf8' })
  return run.status === 0 ? Number(run.stdout.slice(1).split('.')[0]) : null
}

function npm(args, output) {
  const options = ['--no-audit', '--no-fund', '--loglevel=error']
  return (
    spawnSync('npm', [...args, ...options], { cwd: root, stdio: ['ignore', 'inherit', output], shell: process.platform === 'win32' })
      .status === 0
  )
}

/**
 * What the lock file says. `npm ci` refuses a lock file that was made where some platform's optional package was not to be had, though
 * nothing of it is needed here; `npm install --no-save` takes the same versions and leaves the file alone.
 */
function install() {
  if (npm(['ci'], 'ignore') || npm(['install', '--no-save'], 'inherit')) return
  console.error('The packages could not be installed from the npm registry: check the network and run the command again.')
  process.exit(1)
}

if (!installed()) {
  console.error('Installing what is missing (once) …')
  install()
  if (runtime() === null) {
    // npm can be configured to skip install scripts; the runtime's own package then stays an empty shell.
    const version = JSON.parse(readFileSync(join(root, 'node_modules', 'node', 'package.json'), 'utf8')).version
    npm(['rebuild', 'node', '--ignore-scripts=false'], 'inherit')
    if (runtime() === null) {
      console.error(`Node ${version} could not be installed from npm. Install Node 24 or later and run the command again.`)
      process.exit(1)
    }
  }
}

const [command, ...args] = process.argv.slice(2)
if (command !== undefined) {
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` }
  const run = spawnSync(join(bin, command), args, { cwd: root, stdio: 'inherit', env, shell: process.platform === 'win32' })
  process.exit(run.status ?? 1)
}
