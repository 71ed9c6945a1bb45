import type { PinEditor } from './contract.ts'
import { dockerfile } from './dockerfile.ts'
import { env } from './env.ts'
import { image } from './image.ts'
import { json } from './json.ts'
import { regex } from './regex.ts'
import { toml } from './toml.ts'
import { yaml } from './yaml.ts'

/** All kinds of places that a version can be pinned in, by the key that users write in a pin. */
export const pinEditors = {
  yaml,
  json,
  toml,
  dockerfile,
  image,
  env,
  regex,
} satisfies Record<string, PinEditor>

export type PinEditorId = keyof typeof pinEditors

/** Whether the text is the id of a pin editor. */
export function isEditorId(id: string): id is PinEditorId {
  return Object.hasOwn(pinEditors, id)
}
