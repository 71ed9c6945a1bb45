import { roleOf } from '../access.ts'
import type { Acting } from '../context.ts'
import { Refusal } from '../errors.ts'
import { type GitStore, type Ref, RefConflict } from '../git/store.ts'
import { followBranch } from './pull-lifecycle.ts'
import { refuseByRules } from './rules.ts'
import { refuseWorkflowChange } from './workflow-files.ts'

const zero = '0'.repeat(40)

/** The writable store. @throws Refusal where the repository is archived or only mirrored from light data */
export function writable({ repo }: Acting): GitStore {
  if (repo.archived) throw new Refusal('forbidden', 'Repository was archived so is read-only.')
  if (repo.store === undefined) throw new Refusal('forbidden', 'Resource not accessible by integration')
  return repo.store
}

export function validRefName(name: string): boolean {
  if (!/^refs\/[^/]+\/./.test(name) || name.endsWith('/') || name.endsWith('.') || name.includes('..') || name.includes('//')) return false
  return !/[\s~^:?*[\\\x00-\x1f\x7f]|@\{|\/\.|\.lock(\/|$)/.test(name)
}

/** @throws Refusal in GitHub's words: exists, object unknown, name malformed or in the way of another ref */
export async function createRef(acting: Acting, name: string, sha: string): Promise<Ref> {
  const store = writable(acting)
  if (!validRefName(name)) throw new Refusal('unprocessable', `Reference name is not properly formatted`)
  const object = await store.resolve(sha)
  if (object === null || object.sha !== sha) throw new Refusal('unprocessable', 'Object does not exist')
  if (name.startsWith('refs/heads/') && object.type !== 'commit') throw new Refusal('unprocessable', 'Reference update failed')
  if ((await store.ref(name)) !== null) throw new Refusal('unprocessable', 'Reference already exists')
  if (name.startsWith('refs/heads/')) await refuseWorkflowChange(acting, store, null, sha)
  await refuseByRules(acting, name, 'create', sha)
  // The wording for a branch `a/b` beside a branch `a` is not documented; "Reference update failed" is what people report for refusals of git itself.
  await move(store, name, sha, null)
  await followBranch(acting, name, zero, sha)
  return mustExist(store, name)
}

/** Moves a ref; without `force` only forward. @throws Refusal */
export async function updateRef(acting: Acting, name: string, sha: string, force: boolean): Promise<Ref> {
  const store = writable(acting)
  const old = await store.ref(name)
  if (old === null) throw new Refusal('unprocessable', 'Reference does not exist')
  const object = await store.resolve(sha)
  if (object === null || object.sha !== sha) throw new Refusal('unprocessable', 'Object does not exist')
  const forward = old.sha === sha || (await store.mergeBase(old.sha, sha)) === old.sha
  if (!force && !forward) throw new Refusal('unprocessable', 'Update is not a fast forward')
  refuseProtected(acting, name, forward ? 'update' : 'force')
  await refuseByRules(acting, name, 'update', sha)
  await refuseWorkflowChange(acting, store, old.sha, sha)
  await move(store, name, sha, old.sha)
  await followBranch(acting, name, old.sha, sha)
  return mustExist(store, name)
}

/** @throws Refusal */
export async function deleteRef(acting: Acting, name: string): Promise<void> {
  const store = writable(acting)
  const old = await store.ref(name)
  if (old === null) throw new Refusal('unprocessable', 'Reference does not exist')
  if (name === `refs/heads/${acting.repo.defaultBranch}`) throw new Refusal('unprocessable', 'Cannot delete the default branch')
  refuseProtected(acting, name, 'delete')
  await move(store, name, null, old.sha)
  await followBranch(acting, name, old.sha, zero)
}

/** Several refs in one step, all or none; each only from where it is said to stand. The words for one that stands elsewhere are not documented. @throws Refusal */
export async function updateRefs(
  acting: Acting,
  updates: readonly { name: string; to: string; from: string | null; force: boolean }[],
): Promise<void> {
  const store = writable(acting)
  for (const { name, to, from, force } of updates) {
    const old = await store.ref(name)
    const at = old?.sha ?? zero
    if (from !== null && from !== at) throw new Refusal('unprocessable', `Reference ${name} is at ${at} but expected ${from}`)
    if (to === zero && old === null) throw new Refusal('unprocessable', `Reference ${name} does not exist`)
    if (to !== zero && (await store.resolve(to)) === null) throw new Refusal('unprocessable', 'Object does not exist')
    const forward = old === null || to === zero || (await store.mergeBase(old.sha, to)) === old.sha
    if (!forward && !force) throw new Refusal('unprocessable', 'Update is not a fast forward')
    refuseProtected(acting, name, to === zero ? 'delete' : forward ? 'update' : 'force')
    if (to !== zero) await refuseByRules(acting, name, old === null ? 'create' : 'update', to)
  }
  for (const { name, to, force } of updates) {
    if (to === zero) await deleteRef(acting, name)
    else if ((await store.ref(name)) === null) await createRef(acting, name, to)
    else await updateRef(acting, name, to, force)
  }
}

/** A protected branch moves by pull requests only, is never forced and never deleted. @throws Refusal */
export function refuseProtected({ repo, actor }: Acting, name: string, how: 'update' | 'force' | 'delete'): void {
  const protection = repo.protections[name.replace('refs/heads/', '')]
  if (protection === undefined || !name.startsWith('refs/heads/')) return
  if (protection.bypass.includes(actor.login) && roleOf(repo, actor.login) !== 'none') return
  if (how === 'delete') throw new Refusal('unprocessable', 'Cannot delete this protected branch')
  if (how === 'force') throw new Refusal('unprocessable', 'Cannot force-push to this branch')
  if (protection.pullRequestsOnly) throw new Refusal('unprocessable', 'Changes must be made through a pull request.')
}

export async function move(store: GitStore, name: string, to: string | null, from: string | null): Promise<void> {
  try {
    await store.updateRef(name, to, from)
  } catch (error) {
    if (error instanceof RefConflict) throw new Refusal('unprocessable', 'Reference update failed')
    throw error
  }
}

async function mustExist(store: GitStore, name: string): Promise<Ref> {
  const ref = await store.ref(name)
  if (ref === null) throw new Error(`${name} is gone`)
  return ref
}
