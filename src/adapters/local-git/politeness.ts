import { mkdir, readlink, rename, rm, symlink } from 'node:fs/promises'
import { dirname } from 'node:path'

const POLL_MS = 25
/** A holder needs a fraction of a second. Whoever waited this long goes on without: correctness is the compare-and-swap's business. */
const PATIENCE_MS = 20_000

/**
 * Runs `work` while this machine's other processes wait, so that they do not spoil each other's compare-and-swap over and over. Only a
 * courtesy: a lock whose process is gone is taken over, and one that cannot be had is done without.
 */
export async function takingTurns<T>(lockFile: string, work: () => Promise<T>): Promise<T> {
  const held = await acquire(lockFile)
  try {
    return await work()
  } finally {
    if (held) await rm(lockFile, { force: true })
  }
}

async function acquire(lockFile: string): Promise<boolean> {
  const deadline = Date.now() + PATIENCE_MS
  while (Date.now() < deadline) {
    try {
      await mkdir(dirname(lockFile), { recursive: true })
      // A link is made with what it says in one step: a process that is killed here leaves no lock that names nobody.
      await symlink(String(process.pid), lockFile)
      return true
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) return false
      if (await isAbandoned(lockFile)) await takeAway(lockFile)
      else await new Promise((done) => setTimeout(done, POLL_MS * (0.5 + Math.random())))
    }
  }
  return false
}

async function isAbandoned(lockFile: string): Promise<boolean> {
  let says: string
  try {
    says = await readlink(lockFile)
  } catch (error) {
    // Gone: its holder has just finished. Anything else that stands there was not made by us and names nobody.
    return !(error instanceof Error && 'code' in error && error.code === 'ENOENT')
  }
  const pid = Number(says)
  if (!Number.isInteger(pid) || pid <= 0) return true
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}

/** Under a name of its own first: of two that take it away, one finds nothing, and neither removes a new one. */
async function takeAway(lockFile: string): Promise<void> {
  const aside = `${lockFile}.${process.pid}.${Math.random().toString(36).slice(2)}`
  await rename(lockFile, aside).catch(() => undefined)
  await rm(aside, { force: true })
}
