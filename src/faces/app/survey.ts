import { type AnswerNote, createClient, type TokenSource } from '../../adapters/github/client.ts'
import { repositoriesWithFile } from '../../adapters/github/registries.ts'
import { PLACES } from '../../commands/load.ts'
import { type ForgeAddress, sleepAtMostAMinute } from '../compose.ts'
import type { RepositoryRef } from './triggers.ts'

/** Repositories of an installation that have a registry and can be written to: one request for a hundred names, one for fifty registries. */
export async function surveyInstallation(
  installation: number,
  tokens: TokenSource,
  forge: ForgeAddress,
  onAnswer: (note: AnswerNote) => void,
): Promise<RepositoryRef[]> {
  const client = createClient({ ...forge, token: tokens, sleep: sleepAtMostAMinute, onAnswer })
  const all = await client.paginate(client.rest.apps.listReposAccessibleToInstallation, { per_page: 100 })
  const open = all.filter((one) => !one.archived && !one.disabled)
  const withRegistry = await repositoriesWithFile(
    client,
    open.map((one) => one.node_id),
    PLACES,
  )
  return open.filter((one) => withRegistry.has(one.node_id)).map((one) => ({ id: one.id, name: one.full_name, installation }))
}
