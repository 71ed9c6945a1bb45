import { parse } from 'yaml'
import { z } from 'zod'
import type { Pin } from '../../src/core/model/component.ts'

/** A pin as a registry writes it, with the version that the registry says it has; null where only the pin itself says one. */
export interface WrittenPin {
  where: string
  component: string
  version: string | null
  pin: Pin
}

const pins = z.array(z.record(z.string(), z.unknown())).default([])
const component = z.looseObject({
  version: z.string().optional(),
  pins,
  tracks: z.record(z.string(), z.looseObject({ version: z.string().optional(), pins })).default({}),
})
const environment = z.looseObject({
  component_overrides: z.record(z.string(), component).default({}),
  targets: z.record(z.string(), z.looseObject({ pins: z.record(z.string(), pins).default({}) })).default({}),
})
const registry = z.looseObject({
  components: z.record(z.string(), component),
  environments: z.record(z.string(), environment).default({}),
})

/** Reads the pins straight from the text, so that a test of them does not lean on the code that it is about. */
export function writtenPins(text: string): WrittenPin[] {
  const { components, environments } = registry.parse(parse(text))
  const base = Object.entries(components).flatMap(([name, one]) => [
    ...list(`components.${name}`, name, one.version, one.pins),
    ...Object.entries(one.tracks).flatMap(([track, side]) => list(`components.${name}.tracks.${track}`, name, side.version, side.pins)),
  ])
  const own = Object.entries(environments).flatMap(([at, { component_overrides, targets }]) => [
    ...Object.entries(component_overrides).flatMap(([name, one]) =>
      list(`environments.${at}.${name}`, name, one.version ?? components[name]?.version, one.pins),
    ),
    ...Object.entries(targets).flatMap(([target, one]) =>
      Object.entries(one.pins).flatMap(([name, places]) => list(`environments.${at}.targets.${target}.${name}`, name, undefined, places)),
    ),
  ])
  return [...base, ...own]
}

function list(where: string, name: string, version: string | undefined, places: readonly Record<string, unknown>[]): WrittenPin[] {
  return places.map((place) => {
    const { file, digest, checksum, ...locators } = place
    const [editor = 'none', locator] = Object.entries(locators)[0] ?? []
    const pin: Pin = {
      file: String(file),
      editor,
      locator,
      ...(digest === undefined ? {} : { digest }),
      ...(checksum === undefined ? {} : { checksum }),
    }
    return { where: `${where} in ${pin.file} (${editor}: ${JSON.stringify(locator)})`, component: name, version: version ?? null, pin }
  })
}

/** Whether a pin says a version, whichever way it is written there: `v1.2.3`, `~> 1.2`. */
export function says(value: string, version: string): boolean {
  const bare = (text: string) => text.replace(/^(?:~>|==|=) ?/, '').replace(/^v(?=\d)/, '')
  return bare(value) === bare(version)
}
