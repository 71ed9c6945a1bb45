import { isMapping } from '../view.ts'
import type { Path } from '../yaml/locate.ts'
import type { Mistake } from './mistake.ts'

/**
 * Numbers that YAML reads as something else than is written: `1.10` is 1.1 and `2.0` is 2. Our own keys take no such numbers, but lists
 * that belong to datasources and locators may, and a version must not lose a digit there either.
 */
export function* lostDigits(value: unknown, source: (path: Path) => string | null, path: Path = []): Generator<Mistake> {
  if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* lostDigits(item, source, [...path, index])
  else if (isMapping(value)) for (const [name, child] of Object.entries(value)) yield* lostDigits(child, source, [...path, name])
  else if (typeof value === 'number') {
    const written = source(path) ?? ''
    if (!/^[-+]?\d{1,400}\.\d{0,400}0$/.test(written)) return
    const message = `found the number ${written}, which YAML reads as ${value}`
    yield { path, message, help: `Quote it where it is a version: "${written}".` }
  }
}
