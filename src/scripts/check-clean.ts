/** Fails where the working tree differs from what is committed: a forgotten format, schema, docs page or bundle. */
import { execFileSync } from 'node:child_process'

const changed = execFileSync('git', ['status', '--porcelain'], { encoding: 'utf8' })
if (changed !== '') {
  console.error(`These files differ from what is committed. Run \`npm run all\` and commit the result.\n${changed}`)
  console.error(execFileSync('git', ['--no-pager', 'diff', '--stat'], { encoding: 'utf8' }))
  process.exit(1)
}
