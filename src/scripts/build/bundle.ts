import { hash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BuildOptions, type BuildResult, build, type Plugin } from 'esbuild'

function common(): BuildOptions {
  return {
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    minify: true,
    legalComments: 'none',
    charset: 'utf8',
    // A package's ES modules before its UMD build, whose `require` no bundler can follow.
    mainFields: ['module', 'main'],
    logLevel: 'warning',
    metafile: true,
  }
}

/** What Node itself starts is CommonJS: its loader of ES modules takes as long to be ready as all else that `--version` does. */
function commonJs(define: Readonly<Record<string, string>> = {}): BuildOptions {
  return { ...common(), format: 'cjs', define: { 'import.meta.dirname': '__dirname', ...define } }
}

/** How the files of a folder are to be read, whatever the package says of its sources. */
function writeType(folder: string, type: 'commonjs' | 'module'): void {
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ type })}\n`)
}

/**
 * The command line: a small start, and one file with everything else, whose compiled code the start keeps. What a command loads on demand
 * stands in it unevaluated. The same sources and lock file give the same bytes.
 */
export async function bundleCli(outdir: string): Promise<BuildResult> {
  const main = await build({
    ...commonJs(),
    charset: 'ascii',
    entryPoints: { 'cli-main': 'src/faces/cli/main.ts' },
    outdir,
    outExtension: { '.js': '.cjs' },
  })
  const id = hash('sha256', readFileSync(join(outdir, 'cli-main.cjs'))).slice(0, 16)
  await build({
    ...commonJs({ BUNDLE_ID: JSON.stringify(id) }),
    entryPoints: { cli: 'src/faces/cli/run.ts' },
    outdir,
    plugins: [fromBundle],
  })
  writeType(outdir, 'commonjs')
  return main
}

const fromBundle: Plugin = {
  name: 'from-bundle',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^\.\/load-main\.ts$/ }, ({ resolveDir, kind }) => resolve('./load-bundle.ts', { resolveDir, kind }))
  },
}

/** The Action: all that it needs, for a runner installs nothing; what speaks with the cache service loads where there is one. */
export async function bundleAction(outdir: string): Promise<BuildResult> {
  const result = await build({
    ...common(),
    // Some packages are CommonJS and ask for Node's own modules by `require`.
    banner: { js: "import{createRequire as pinwardenRequire}from'node:module';const require=pinwardenRequire(import.meta.url);" },
    entryPoints: { index: 'src/faces/action/run.ts' },
    outdir,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    plugins: [oneParser, leftOut],
  })
  writeType(outdir, 'module')
  return result
}

/**
 * undici carries its parser twice, for machines whose WebAssembly has SIMD and for others. Node 24 has it wherever runners of Actions run
 * (x64 and arm64), so the first stands in for the second.
 */
const oneParser: Plugin = {
  name: 'one-parser',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /\/llhttp-wasm\.js$/ }, ({ path, resolveDir }) =>
      resolve(path.replace('llhttp-wasm', 'llhttp_simd-wasm'), { resolveDir, kind: 'require-call' }),
    )
  },
}

/**
 * Parts of packages that no run reaches, a hundred kilobytes of them: undici's mocks, web sockets, event source, retries and store of answers, the
 * checksum CRC64 of Azure's storage, which the cache does not ask for, and what makes JSON Schema of zod's, which the builds of this project
 * alone do. What they export is not there; where that were called after all it would fail loudly.
 */
const leftOut: Plugin = {
  name: 'left-out',
  setup({ onLoad }) {
    onLoad(
      { filter: /\/undici\/lib\/(?:mock\/[\w-]+|web\/websocket\/[\w-]+|web\/eventsource\/[\w-]+|handler\/retry-handler)\.js$/ },
      () => ({ contents: 'module.exports = {}' }),
    )
    // An empty one is made as undici loads.
    onLoad({ filter: /\/undici\/lib\/web\/cache\/[\w-]+\.js$/ }, () => ({
      contents: 'module.exports = { CacheStorage: class {}, Cache: class {} }',
    }))
    onLoad({ filter: /\/storage-common\/dist\/esm\/crc64\.js$/ }, () => ({
      contents: "export default () => { throw new Error('CRC64 is left out of the bundle') }",
    }))
    onLoad({ filter: /\/zod\/v4\/core\/(?:json-schema-processors|to-json-schema)\.js$/ }, ({ path }) => ({ contents: failing(path) }))
  },
}

/** A module with the exports of another, each of which fails when it is called; what is to make a method (`create…`) makes one that fails. */
function failing(path: string): string {
  const names = [...readFileSync(path, 'utf8').matchAll(/^export (?:(?:const|function|class) (\w+)|\{ \w+ as (\w+) \})/gm)]
  const exports = names.map(([, own, renamed]) => {
    const name = own ?? renamed ?? ''
    return name.startsWith('create') ? `made as ${name}` : `fails as ${name}`
  })
  return `const fails = () => { throw new Error('JSON Schema is left out of the bundle') }
const made = () => fails
export { ${exports.join(', ')} }
`
}

/** The App: one file with all that it needs, apart from the others so that none of them carries Probot. */
export function bundleApp(outdir: string): Promise<BuildResult> {
  return build({ ...commonJs(), entryPoints: { app: 'src/faces/app/run.ts' }, outdir })
}
