import type { BreakingKind } from '../../model/finding.ts'
import type { Evidence } from '../signals/rule.ts'
import { oneOf, pattern } from './lexicon.ts'
import type { NormalForm } from './normal-form.ts'

const SETTINGS = pattern(
  `(?:^| )(?:FLAG|${oneOf('options?|flags?|settings?|configs?|configurations?|env vars?|environment variables?|command[- ]line|cli|values file|directives?|toml|yaml|config file|configuration file')})(?:[ ,.;:]|$)`,
)
const CODE = pattern(
  `(?:^| )(?:${oneOf('functions?|methods?|class|classes|types?|traits?|interfaces?|modules?|apis?|endpoints?|parameters?|arguments?|fields?|structs?|signatures?|exports?|callbacks?|hooks?|macros?|packages?|imports?|properties|property|constructors?|events?|decorators?')})(?:[ ,.;:]|$)`,
)
const DATA = pattern(
  `(?:^| )(?:${oneOf('database|schema|migrations?|on-disk|storage|stored|rdb|index format|file format|data format|snapshot|reindex|tables?|columns?|serialized|serialization')})(?:[ ,.;:]|$)`,
)
const GONE = pattern('(?:^| )(?:remove|removes|removed|removal|drop|drops|dropped|delete|deleted|no longer available|gone)(?:[ ,.;:]|$)')
const VERSIONS = pattern(
  '(?:^| )(?:minimum|required|requires|support for|supported|dropped|drop) (?:[^ ]+ ){0,5}(?:VER|version|python|node|ruby|go|java|php|rust|elixir)',
)

/** What a breaking entry touches: by the rule that decided, else by the things it names. */
export function breakingKind(evidence: readonly Evidence[], form: NormalForm): BreakingKind {
  const decided = evidence.find((one) => one.family !== 'explicit')
  if (decided === undefined || decided.weight < 0.4) return kindOfThings(form)
  if (decided.family === 'rename' || decided.family === 'default' || decided.family === 'restriction' || decided.family === 'signature') {
    if (SETTINGS.test(form)) return 'config'
    return decided.family === 'rename' && !CODE.test(form) ? decided.kind : decided.kind
  }
  return decided.kind
}

function kindOfThings(form: NormalForm): BreakingKind {
  if (VERSIONS.test(form)) return 'requirement'
  if (GONE.test(form)) return 'removal'
  if (DATA.test(form)) return 'data'
  if (SETTINGS.test(form)) return 'config'
  return CODE.test(form) ? 'api' : 'behaviour'
}
