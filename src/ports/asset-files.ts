/** A file to hang on a release. */
export interface AssetFile {
  /** Without folder: what it is called on the release. */
  name: string
  /** From the top of the working folder, with `/`. */
  path: string
  size: number
  /** `sha256:` and 64 hex digits. */
  digest: string
  read(): Promise<Uint8Array>
}

/** Files of the working folder, built by earlier steps of a pipeline and seldom committed. */
export interface AssetFiles {
  /** By glob, each with the files that it names, in order; none for a glob that names nothing. Links are not followed. */
  matching(globs: readonly string[]): Promise<ReadonlyMap<string, readonly AssetFile[]>>
}
