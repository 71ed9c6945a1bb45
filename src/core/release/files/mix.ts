import { scriptTokens, type Token } from '../../pins/syntax/script-tokens.ts'
import { nameOf, type VersionFileKind } from './contract.ts'
import { spanPlace } from './span.ts'

/** `mix.exs`: `version:` of the project, or the attribute that it stands for. */
export const mix: VersionFileKind = {
  id: 'mix.exs',
  label: '`mix.exs`: `version:` of the project, also by an attribute such as `@version`',
  handles: (path) => nameOf(path) === 'mix.exs',
  places(text) {
    const version = projectVersion(scriptTokens(text))
    return version === undefined ? [] : [spanPlace('version', text, version.start, version.end)]
  },
}

function projectVersion(tokens: readonly Token[]): Token | undefined {
  const project = tokens.findIndex((token, at) => token.text === 'project' && tokens[at - 1]?.text === 'def')
  const key = tokens.findIndex((token, at) => at > project && token.kind === 'word' && token.text === 'version:')
  const value = project === -1 || key === -1 ? undefined : tokens[key + 1]
  if (value === undefined || value.kind === 'string') return value
  const definition = tokens.findIndex(
    (token, at) => token.text === value.text && token.text.startsWith('@') && tokens[at + 1]?.kind === 'string',
  )
  return definition === -1 ? undefined : tokens[definition + 1]
}
