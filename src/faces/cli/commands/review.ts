import type { ReviewOptions } from '../review.ts'
import { common, type Register } from './options.ts'

export const reviewCommand: Register = (program, setStatus) => {
  common(
    program
      .command('review')
      .description(
        'Judge the versions that a change moves, whoever made it, by the policy of its base; nothing of it is checked out or run',
      ),
  )
    .argument('[range]', 'BASE..HEAD; by default what is checked out against the base branch')
    .option('--pr <number>', 'a pull request; needs `--repo`')
    .option('--post', 'write check, comment and labels to the pull request')
    .addHelpText(
      'after',
      '\nExamples:\n  pinwarden review                                  # what is checked out, before it is pushed\n  pinwarden review main..redis-7.4 --json\n  pinwarden review --repo acme/platform --pr 7',
    )
    .action(async (range: string | undefined, options: ReviewOptions) =>
      setStatus(await (await import('../review.ts')).runReview(range, options)),
    )
}
