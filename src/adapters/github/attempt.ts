import { fail } from '../../core/model/problems.ts'
import { type Purpose, translate } from './errors.ts'

/** Runs one piece of work; what GitHub refuses becomes the person's problem, a race, or our own bug. */
export type Attempt = <T>(purpose: Purpose, work: () => Promise<T>) => Promise<T>

export function attempting(repository: string): Attempt {
  return async (purpose, work) => {
    try {
      return await work()
    } catch (error) {
      throw translate(error, repository, purpose)
    }
  }
}

/** @throws ProblemError `usage` */
export function ownerAndName(repository: string): { owner: string; repo: string } {
  const match = /^([\w.-]+)\/([\w.-]+)$/.exec(repository)
  if (match === null) return fail('usage', `“${repository}” is no repository; expected OWNER/NAME.`)
  const [, owner = '', repo = ''] = match
  return { owner, repo }
}

/** HTTP status of a refusal; undefined for everything else. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : undefined
}
