import { describe, expect, it } from 'vitest'
import { aComponent, aStep } from '../../test/support/builders.ts'
import type { ComponentOutcome } from '../core/resolution/resolve.ts'
import { versioningOf } from '../core/versioning/find.ts'
import { migrationsOf } from './migrations.ts'

const paths = [
  'db/README.md',
  'db/V2.0.0__init.sql',
  'db/V2.1.0__index.sql',
  'db/2_1_5.down.sql',
  'db/20240101_120000_x.sql',
  'db/V3.0.0__drop.sql',
  'other/V2.1.0.sql',
]

function crossed(migrations: { directory?: string; pattern?: string; irreversibleVersions?: string[] }) {
  const component = aComponent({ migrations: { irreversibleVersions: [], ...migrations } })
  const outcome = { component, versioning: versioningOf('semver') } as unknown as ComponentOutcome
  return migrationsOf(aStep({ from: '2.0.0', to: '2.2.0' }), outcome, { paths })
}

describe('migrations', () => {
  it('are those whose files name a version on the way, and no others', () => {
    expect(crossed({ directory: 'db/' }).files.map(({ path }) => path)).toEqual(['db/V2.1.0__index.sql', 'db/2_1_5.down.sql'])
  })

  it('are only of the files that the pattern names', () => {
    expect(crossed({ directory: './db', pattern: 'V*.sql' }).files.map(({ version }) => version)).toEqual(['2.1.0'])
  })

  it('that cannot be undone are named where the step crosses them', () => {
    expect(crossed({ irreversibleVersions: ['2.0.0', '2.1.5', '2.2.0', '3.0.0'] }).irreversible).toEqual(['2.1.5', '2.2.0'])
  })
})
