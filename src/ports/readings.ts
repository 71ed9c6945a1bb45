/**
 * What earlier runs of this very program read out of a text: the same text gives the same again, and need not be read. A broken or absent
 * store behaves as an empty one and never fails a run.
 */
export interface Readings {
  /** What was kept under this name for these texts; undefined where nothing was. */
  find<T>(name: string, of: readonly string[]): T | undefined
  /** A name for these texts that no others have. */
  nameOf(texts: readonly string[]): string
  /** Keeps what `value` gives at the end of the run: plain data, by `structuredClone`'s rules. */
  keep(name: string, of: readonly string[], value: () => unknown): void
}
