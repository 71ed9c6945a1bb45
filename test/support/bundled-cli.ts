import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleCli } from '../../src/scripts/build/bundle.ts'

/**
 * The command line of these sources in one bundle for all tests that start it: hundreds of processes that would each strip the types of some
 * hundred files take half as long. Not `dist/`, which may be of yesterday.
 */
export async function setup(): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'bundled-cli-'))
  await bundleCli(join(directory, 'dist'))
  // Says which version it is.
  await copyFile('package.json', join(directory, 'package.json'))
  process.env['PINWARDEN_TEST_CLI'] = join(directory, 'dist/cli.js')
  return () => rm(directory, { recursive: true, force: true })
}
