import * as z from 'zod'
import { flag, key, list, oneOf, section, text } from './key.ts'
import { date, version } from './leaf.ts'

/** `lifecycle` of a component. */
export function lifecycle() {
  return section(
    {
      status: oneOf(['development', 'active', 'deprecated', 'retired'], {
        description: 'Where in its life the version in use is.',
      }).optional(),
      introduced: date({ description: 'Day it came into use.', examples: ['2023-05-01'] }).optional(),
      deprecated_on: date({ description: 'Day from which it is not used for new things.', examples: ['2025-06-01'] }).optional(),
      retires_on: date({ description: 'Day on which it is switched off.', examples: ['2025-12-01'] }).optional(),
      migration_guide: text({ description: 'Page, file or words that say how to move on.' }).optional(),
      endoflife: key(z.union([z.literal(false), z.string().regex(/^[a-z0-9][a-z0-9._-]{0,100}$/)]), {
        description:
          'Product of endoflife.date whose lines are those of this component; `false` where none is. Absent: known for well-known sources (docs/safety.md).',
        examples: ['nodejs', false],
        expected: 'the name of a product of endoflife.date, such as `nodejs`, or `false`',
      }).optional(),
    },
    { description: 'The life of the version in use, as its owner plans it.' },
  )
}

/** `migrations` of a component. */
export function migrations() {
  return section(
    {
      directory: text({
        description: 'Directory of the migrations, from the root of the repository.',
        examples: ['db/migrations'],
      }).optional(),
      pattern: text({ description: 'Glob of the files in it.', examples: ['*.sql'] }).optional(),
      reversible: flag({ description: 'Whether every migration has a way back.' }).optional(),
      irreversible_versions: list(version({ description: 'A version.' }), {
        description: 'Versions whose migration cannot be undone: a rollback does not go below them by itself.',
        default: [],
        examples: [['2.0.0']],
      }),
    },
    { description: 'Migrations of data that come with versions of this component.' },
  )
}
