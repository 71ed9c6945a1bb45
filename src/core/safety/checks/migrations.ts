import type { Finding } from '../../model/finding.ts'
import { clip, list, plural } from '../../resolution/phrases.ts'
import type { Check } from './contract.ts'

const ID = 'migrations'

/** Which migrations of data come with the step, and whether it can be taken back after them. */
export const migrations: Check<'component' | 'migrations'> = {
  id: ID,
  label:
    'Migrations of data that the step crosses, by the registry’s `migrations` and the names of their files, and whether they can be undone',
  needs: ['component', 'migrations'],
  run(step, { component: { migrations: plan }, migrations: crossed }): Finding[] {
    if (plan === undefined)
      return [{ check: ID, verdict: 'pass', summary: `The registry names no migrations of ${step.component}.`, evidence: [] }]
    const evidence = crossed.files.map(({ path, version }) => ({ quote: path, version }))
    if (crossed.irreversible.length > 0) {
      const versions = list(crossed.irreversible.map(clip))
      const summary = `The migration of ${versions} cannot be undone: ${step.component} cannot be rolled back below it.`
      return [{ check: ID, verdict: 'fail', risk: 'high', summary, evidence }]
    }
    const count = crossed.files.length
    if (count === 0)
      return [{ check: ID, verdict: 'pass', summary: 'The step crosses no migration that the registry or a file names.', evidence: [] }]
    if (plan.reversible === true) {
      const summary = `The step crosses ${plural(count, 'migration')}, which the registry says can be undone.`
      return [{ check: ID, verdict: 'warn', summary, evidence }]
    }
    const whether =
      plan.reversible === false ? 'the registry says that they cannot be undone' : 'the registry does not say that they can be undone'
    const summary = `The step crosses ${plural(count, 'migration')}, and ${whether}.`
    return [
      {
        check: ID,
        verdict: plan.reversible === false ? 'fail' : 'warn',
        risk: plan.reversible === false ? 'high' : 'medium',
        summary,
        evidence,
      },
    ]
  },
}
