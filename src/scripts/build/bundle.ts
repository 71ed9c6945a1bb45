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
    // Some packages are CommonJS and ask for Node's own modules by `require`.
    banner: { js: "import{createRequire as pinwardenRequire}from'node:module';const require=pinwardenRequire(import.meta.url);" },
    // A package's ES modules before its UMD build, whose `require` no bundler can follow.
    mainFields: ['module', 'main'],
    logLevel: 'warning',
    metafile: true,
  }
}

/** The command line: a small start and chunks that load on demand. The same sources and lock file give the same bytes. */
export function bundleCli(outdir: string): Promise<BuildResult> {
  return build({ ...common(), entryPoints: { cli: 'src/faces/cli/run.ts' }, outdir, splitting: true, chunkNames: 'chunks/[name]-[hash]' })
}

/** The Action: all that it needs, for a runner installs nothing; what speaks with the cache service loads where there is one. */
export function bundleAction(outdir: string): Promise<BuildResult> {
  return build({
    ...common(),
    entryPoints: { index: 'src/faces/action/run.ts' },
    outdir,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    plugins: [oneParser, leftOut],
  })
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
 * Parts of packages that no run reaches, a hundred kilobytes of them: undici's mocks, web sockets and event source, and the checksum CRC64 of
 * Azure's storage, which the cache does not ask for. What they export is not there; where that were called after all it would fail loudly.
 */
const leftOut: Plugin = {
  name: 'left-out',
  setup({ onLoad }) {
    onLoad({ filter: /\/undici\/lib\/(?:mock|web\/websocket|web\/eventsource)\/[\w-]+\.js$/ }, () => ({ contents: 'module.exports = {}' }))
    onLoad({ filter: /\/storage-common\/dist\/esm\/crc64\.js$/ }, () => ({
      contents: "export default () => { throw new Error('CRC64 is left out of the bundle') }",
    }))
  },
}

/** The App: one file with all that it needs, apart from the others so that none of them carries Probot. */
export function bundleApp(outdir: string): Promise<BuildResult> {
  return build({ ...common(), entryPoints: { app: 'src/faces/app/run.ts' }, outdir })
}
