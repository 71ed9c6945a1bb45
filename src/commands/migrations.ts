import type { Step } from '../core/model/upgrade.ts'
import { expandGlob } from '../core/pins/paths.ts'
import type { ComponentOutcome } from '../core/resolution/resolve.ts'
import { crossedMigrations } from '../core/safety/crossed-migrations.ts'
import type { MigrationsEvidence } from '../core/safety/evidence.ts'
import type { Recording } from './recording.ts'

/** Migrations that a step crosses, by the names of the files in `migrations.directory`. */
export function migrationsOf(
  step: Step,
  { component, versioning }: ComponentOutcome,
  { paths }: Pick<Recording, 'paths'>,
): MigrationsEvidence {
  const plan = component.migrations
  if (plan === undefined) return { files: [], irreversible: [] }
  const directory = plan.directory?.replace(/^\.?\/+|\/+$/g, '')
  const files = directory === undefined ? [] : paths.filter((path) => path.startsWith(`${directory}/`))
  const wanted = plan.pattern === undefined ? files : expandGlob(`${directory}/${plan.pattern}`, files)
  return crossedMigrations(step, plan, wanted, versioning)
}
