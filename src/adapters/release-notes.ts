import { ConventionalGitClient } from '@conventional-changelog/git-client'
import { ConventionalChangelog } from 'conventional-changelog'
import createPreset from 'conventional-changelog-conventionalcommits'
import { Bumper } from 'conventional-recommended-bump'
import type { NotesInput, ReleaseNotes } from '../ports/release-notes.ts'

/** Release notes by the `conventional-changelog` library and its preset, from commits that we hand it: no git is run. */
export const conventionalNotes: ReleaseNotes = {
  async render(input) {
    const { version, tag, previousTag, date, web } = input
    const commits = new GivenCommits(input)
    const config = { name: 'conventionalcommits', types: [...input.types] }
    const changelog = new ConventionalChangelog(commits)
      .loadPreset(config, () => createPreset)
      // The forge shows the tag and the date above the notes.
      .writer({ headerPartial: () => '' })
      .options({ outputUnreleased: true })
      .context({
        version,
        date,
        currentTag: tag,
        ...(previousTag === null ? {} : { previousTag }),
        ...(web === null ? {} : { host: web.host, owner: web.owner, repository: web.name, linkReferences: true }),
      })
    let text = ''
    for await (const part of changelog.write()) text += part
    const { releaseType } = await bump(commits, config)
    return { text: text.trim(), recommended: releaseType ?? null }
  },
}

async function bump(commits: GivenCommits, config: { name: string; types: NotesInput['types'][number][] }) {
  const found = await new Bumper(commits).loadPreset(config, () => createPreset).bump()
  return { releaseType: 'releaseType' in found ? found.releaseType : undefined }
}

/** The library's own way to commits, with ours in place of what git would say. */
class GivenCommits extends ConventionalGitClient {
  private readonly given: NotesInput

  constructor(given: NotesInput) {
    super('.')
    this.given = given
  }

  override async *getRawCommits(): AsyncGenerator<string, void, unknown> {
    for (const { sha, message } of this.given.commits) yield `${message}\n-hash-\n${sha}\n`
  }

  override async *getTags(): AsyncGenerator<string, void, unknown> {}

  override async verify(): Promise<string> {
    return this.given.commits[0]?.sha ?? ''
  }
}
