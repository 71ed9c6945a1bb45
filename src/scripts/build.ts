/**
 * Builds what is shipped: `dist/cli.js` with chunks that load on demand, and `dist/action/index.js`, one file, for a runner starts it
 * without installing anything. The same sources and lock file give the same bytes.
 */
import { readFileSync, rmSync } from 'node:fs'
import { type BuildOptions, build } from 'esbuild'

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }

const common: BuildOptions = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  minify: true,
  legalComments: 'none',
  charset: 'utf8',
  define: { PINWARDEN_VERSION: JSON.stringify(version) },
  // Some packages are CommonJS and ask for Node's own modules by `require`.
  banner: { js: "import{createRequire as pinwardenRequire}from'node:module';const require=pinwardenRequire(import.meta.url);" },
  logLevel: 'warning',
  metafile: true,
  // A package's ES modules before its UMD build, whose `require` no bundler can follow.
  mainFields: ['module', 'main'],
}

rmSync('dist/chunks', { recursive: true, force: true })
const results = await Promise.all([
  build({ ...common, entryPoints: { cli: 'src/faces/cli/run.ts' }, outdir: 'dist', splitting: true, chunkNames: 'chunks/[name]-[hash]' }),
  build({ ...common, entryPoints: { index: 'src/faces/action/run.ts' }, outdir: 'dist/action' }),
])

for (const { metafile } of results) {
  for (const [file, { bytes }] of Object.entries(metafile?.outputs ?? {})) {
    if (!file.includes('/chunks/')) console.log(`${file}  ${(bytes / 1024).toFixed(0)} KiB`)
  }
}
