import { cargo } from './cargo.ts'
import type { PinEditor } from './contract.ts'
import { dockerfile } from './dockerfile.ts'
import { env } from './env.ts'
import { gemfile } from './gemfile.ts'
import { gomod } from './gomod.ts'
import { hcl } from './hcl.ts'
import { helmChart } from './helm-chart.ts'
import { image } from './image.ts'
import { json } from './json.ts'
import { markdownTable } from './markdown-table.ts'
import { mix } from './mix.ts'
import { packageJson } from './package-json.ts'
import { pyproject } from './pyproject.ts'
import { regex } from './regex.ts'
import { requirements } from './requirements.ts'
import { toml } from './toml.ts'
import { toolVersions } from './tool-versions.ts'
import { uses } from './uses.ts'
import { yaml } from './yaml.ts'

/** All kinds of places that a version can be pinned in, by the key that users write in a pin. */
export const pinEditors = {
  yaml,
  json,
  toml,
  hcl,
  dockerfile,
  image,
  'helm-chart': helmChart,
  uses,
  env,
  'tool-versions': toolVersions,
  'package-json': packageJson,
  requirements,
  pyproject,
  mix,
  gemfile,
  gomod,
  cargo,
  'markdown-table': markdownTable,
  regex,
} satisfies Record<string, PinEditor>

export type PinEditorId = keyof typeof pinEditors

/** Whether the text is the id of a pin editor. */
export function isEditorId(id: string): id is PinEditorId {
  return Object.hasOwn(pinEditors, id)
}
