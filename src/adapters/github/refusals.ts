import { type Problem, ProblemError } from '../../core/model/problems.ts'

/** Whether GitHub refuses with this status and these words, in the message or in the list of errors. */
export function says(error: unknown, status: number, words: RegExp): boolean {
  return (
    error instanceof Error &&
    'status' in error &&
    error.status === status &&
    words.test(`${error.message} ${'response' in error ? JSON.stringify(error.response) : ''}`)
  )
}

/** The name of a tag that an immutable release once had is used up, also where release and repository are gone. */
export function burned(tag: string): Error {
  const problem: Problem = {
    code: 'tag-burned',
    message: `An immutable release once had the tag ${tag}, and GitHub gives its name to no other.`,
    help: 'Release the next version: commit a change that moves the version, or one with a footer `Release-As: X.Y.Z`.',
    url: 'https://docs.github.com/en/code-security/supply-chain-security/understanding-your-software-supply-chain/immutable-releases',
  }
  return new ProblemError([problem])
}
