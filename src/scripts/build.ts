/** Builds what is shipped into `dist`. */
import { rmSync } from 'node:fs'
import { bundleAction, bundleApp, bundleCli } from './build/bundle.ts'

rmSync('dist/action/chunks', { recursive: true, force: true })
for (const { metafile } of await Promise.all([bundleCli('dist'), bundleAction('dist/action'), bundleApp('dist')])) {
  for (const [file, { bytes }] of Object.entries(metafile?.outputs ?? {})) {
    if (!file.includes('/chunks/')) console.log(`${file}  ${(bytes / 1024).toFixed(0)} KiB`)
  }
}
