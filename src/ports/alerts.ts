/** What the forge itself says is vulnerable in a repository. */
export interface OpenAlert {
  number: number
  /** A page for people. */
  url: string
  /** The advisory, as GitHub writes it (https://docs.github.com/en/rest/dependabot/alerts); hostile text inside. */
  advisory: unknown
}

export interface Alerts {
  /**
   * All that are open. Null where they are not for this token to read, or are turned off: nobody needs them.
   * @throws ProblemError where they should have been had
   */
  open(): Promise<readonly OpenAlert[] | null>
}
