import { ProblemError } from '../../core/model/problems.ts'
import { noteCommits, noteSections, type ReleasedComponent, releaseBody } from '../../core/release/publication/notes.ts'
import { surveyCommits } from '../../core/release/survey.ts'
import type { ReleaseTag } from '../../core/release/tags.ts'
import { currentVersion } from '../../core/resolution/current.ts'
import type { Workspace } from '../../ports/workspace.ts'
import { needsListing, pinPaths, readPins } from '../current.ts'
import { findRegistry, readRegistry } from '../load.ts'
import { BASE_SCOPE, selectScopes } from '../scopes.ts'
import type { ReleaseContext } from './contract.ts'

/** What the notes of a release are made from. */
export interface NotesOf {
  version: string
  tag: string
  previous: ReleaseTag | null
  /** The newest commit that they tell of. */
  commit: string
  date: string
}

/** The page of a release: notes by the preset, versions of the components, and a link to all changes. The same commits give the same text. */
export async function notesOf(context: ReleaseContext, about: NotesOf): Promise<{ body: string; recommended: string | null }> {
  const { ports, settings, base, forge, counted } = context
  const { version, tag, previous, commit, date } = about
  const history = ports.history(base)
  const commits = await history.commits(previous?.commit ?? null, settings.paths, commit)
  const survey = surveyCommits(commits, settings, counted.tags)
  const { web } = ports.releases
  const renderer = await ports.notes()
  const { text, recommended } = await renderer.render({
    version,
    tag,
    previousTag: previous?.name ?? null,
    date,
    web,
    types: noteSections(settings),
    commits: noteCommits(survey.judged),
  })
  const now = settings.publication.listComponents ? await componentsAt(forge.workspace(commit), context) : []
  const before = now.length === 0 || previous === null ? null : await componentsAt(forge.workspace(previous.commit), context)
  const known = new Map(before)
  const components = now.map(([name, said]): ReleasedComponent => ({ name, version: said, before: known.get(name) ?? null }))
  const compareUrl = web === null || previous === null ? null : `${web.host}/${web.owner}/${web.name}/compare/${previous.name}...${tag}`
  return { body: releaseBody({ notes: text, components, compared: before !== null, compareUrl }), recommended }
}

/** Components of the registry with the versions that hold at a commit. A registry that could not be read then has none. */
async function componentsAt(workspace: Workspace, { request }: ReleaseContext): Promise<(readonly [string, string])[]> {
  try {
    const loaded = readRegistry(await findRegistry(workspace, request.registry))
    const components = selectScopes(loaded, { environment: BASE_SCOPE, components: [] }).flatMap(({ selected }) => selected)
    const listed = needsListing(components) ? await workspace.list() : []
    const files = await workspace.read(pinPaths(components, listed))
    return components.flatMap((component) => {
      const { version } = currentVersion(component, readPins(component, files, listed).values)
      return version === null ? [] : [[component.name, version] as const]
    })
  } catch (error) {
    if (error instanceof ProblemError) return []
    throw error
  }
}
