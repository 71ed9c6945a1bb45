import type { CommitReadings, DeploymentReading } from '../core/model/readings.ts'

/** Where the health of a merged commit is read. All throw `ProblemError` for a missing permission. */
export interface Signals {
  /** Commits from `commit` back along first parents, itself first; at most `count`. */
  history(commit: string, count: number): Promise<readonly string[]>
  readings(commit: string): Promise<CommitReadings>
  /** Newest first. */
  deployments(environment: string): Promise<readonly DeploymentReading[]>
  /** Checks that the branch requires, by protection or rulesets. */
  requiredChecks(branch: string): Promise<readonly string[]>
  /** Runs the failed jobs of a workflow run again. False where the forge refuses: the run is too old, or running. */
  runAgain(run: number): Promise<boolean>
  /** The open issue with a label, if any. */
  labelledIssue(label: string): Promise<{ number: number; url: string } | null>
  /** Opens an issue unless one with the same hidden `key` is open; gives the one that is open in the end. */
  tell(issue: {
    key: string
    title: string
    body: string
    labels: readonly string[]
  }): Promise<{ number: number; url: string; made: boolean }>
}
