import { isWorkflowFile, mayEditWorkflows, refusalFor } from '../access.ts'
import type { Acting } from '../context.ts'
import { Refusal } from '../errors.ts'
import type { GitStore } from '../git/store.ts'

/**
 * Refuses to bring a branch to a commit that changes workflow files where the token lacks the permission. Compared with where the branch
 * stood, a new branch with the default branch. @throws Refusal
 */
export async function refuseWorkflowChange(acting: Acting, store: GitStore, from: string | null, to: string): Promise<void> {
  if (mayEditWorkflows(acting.token)) return
  const base = from ?? (await store.ref(`refs/heads/${acting.repo.defaultBranch}`))?.sha
  if (base === undefined) return
  const [before, after] = [await store.resolve(`${base}:.github/workflows`), await store.resolve(`${to}:.github/workflows`)]
  if (before?.sha === after?.sha) return
  const ancestor = await store.mergeBase(base, to)
  if (ancestor !== null && (await store.resolve(`${ancestor}:.github/workflows`))?.sha === after?.sha) return
  const changed = (await store.diff(base, to)).find((file) => isWorkflowFile(file.path))
  // Over git the refusal names the file; over the API people report the general one only.
  if (changed !== undefined) throw new Refusal('forbidden', refusalFor(acting.token))
}
