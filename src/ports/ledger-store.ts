/** A file of the ledger's branch. */
export interface LedgerFile {
  path: string
  text: string
}

/** The ledger's branch at one commit. */
export interface LedgerSnapshot {
  /** Null where there is no such branch yet. */
  head: string | null
  /** Everything in the ledger's folder. */
  files: readonly LedgerFile[]
}

/** Where the ledger's files are kept: a branch of its own, which shares no history with the others. Knows nothing of records. */
export interface LedgerStore {
  /** For people: `branch pinwarden-ledger of acme/platform`. */
  readonly name: string
  /** @throws ProblemError where it may not be read */
  read(): Promise<LedgerSnapshot>
  /**
   * One commit that holds `files`, beside all others that are there, on top of `expectedHead` (null: the branch is made) or not at all.
   * @throws ForgeConflict where the branch stands elsewhere by now
   * @throws ProblemError for a missing permission, or a rule of the repository
   */
  write(expectedHead: string | null, message: { headline: string; body: string }, files: readonly LedgerFile[]): Promise<string>
  /** Runs `work` while others that could wait do; only a courtesy, which spares tries. Absent: nobody can be asked to. */
  exclusive?<T>(work: () => Promise<T>): Promise<T>
}
