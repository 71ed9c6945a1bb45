/** The rest of the command line, and a way to keep what was compiled of it. The bundle has `load-bundle.ts` in its place. */
export interface Loaded {
  /** @returns the exit status */
  main(args: readonly string[]): Promise<number>
  /** Called at the end of a run that went well. Never throws. */
  keep(): Promise<void>
}

/** From the sources. */
export async function loadMain(): Promise<Loaded> {
  const { main } = await import('./main.ts')
  return { main, keep: async () => {} }
}
