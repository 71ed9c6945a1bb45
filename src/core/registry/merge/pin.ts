import type { Pin } from '../../model/component.ts'
import type { RegistryPin } from '../schema.ts'

/** A pin as later stages know it. The rules have made sure that it has exactly one locator. */
export function toPin(pin: RegistryPin): Pin {
  const [found] = pin.locators
  return {
    file: pin.file.replace(/^(?:\.\/)+/, ''),
    editor: found?.editor ?? '',
    locator: found?.locator,
    ...(pin.digest === undefined ? {} : { digest: pin.digest }),
    ...(pin.checksum === undefined ? {} : { checksum: pin.checksum }),
  }
}
