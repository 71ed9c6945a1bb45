import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
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
      const file = await open(lockFile, 'wx')
      await file.writeFile(String(process.pid))
      await file.close()
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
  const pid = Number(await readFile(lockFile, 'utf8').catch(() => ''))
  // Empty: its process is between making and writing it, or was killed there; patience ends that, too.
  if (!Number.isInteger(pid) || pid <= 0) return false
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
