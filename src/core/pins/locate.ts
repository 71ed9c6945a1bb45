import type { Pin } from '../model/component.ts'
import type { Problem } from '../model/problems.ts'
import { applyEdits, placeOf } from '../text/edit.ts'
import type { Found, PinEditor, PinValue } from './contract.ts'
import { isEditorId, pinEditors } from './index.ts'
import { nearestNames } from './nearest.ts'
import { unsafeValue } from './rewrite/safe-value.ts'

/** The places of a pin in a text, or the problem that a person must mend. */
export type Located = { ok: true; editor: PinEditor; found: readonly Found[] } | { ok: false; problem: Problem }

/** A text with a pin changed, or the problem that stood in the way. `changed` is false where it said the value already. */
export type Edited = { ok: true; text: string; changed: boolean } | { ok: false; problem: Problem }

/**
 * Finds a pin in the text of its file. Several places are fine while they say the same version: they are edited together.
 * Problems: `pin-missing`, with what stands there instead; `pin-ambiguous`, with lines and values; `registry-invalid` for a bad locator.
 */
export function locatePin(text: string, file: string, pin: Pin, component?: string): Located {
  const editor = isEditorId(pin.editor) ? pinEditors[pin.editor] : undefined
  if (editor === undefined)
    return problem('registry-invalid', `There is no pin editor ${pin.editor}.`, file, `There are ${Object.keys(pinEditors).join(', ')}.`)
  const asked = { editor, text, file, pin, component }
  const places = locate(asked, pin.locator, 'version')
  if (!places.ok) return places
  const found = beside(asked, places.found)
  return found.ok ? { ok: true, editor, found: found.found } : found
}

interface Asked {
  editor: PinEditor
  text: string
  file: string
  pin: Pin
  component: string | undefined
}

type Places = { ok: true; found: Found[] } | { ok: false; problem: Problem }

function locate(asked: Asked, locator: unknown, what: 'version' | 'digest' | 'checksum'): Places {
  const { editor, text, file } = asked
  const parsed = editor.locator.safeParse(locator)
  if (!parsed.success) {
    const why = parsed.error.issues[0]?.message ?? 'it is not of the kind that the editor takes'
    return problem('registry-invalid', `${described(asked, locator)} cannot be looked for: ${why}.`, file, `See ${editor.docs}.`)
  }
  const found = editor.find(text, parsed.data)
  if (found.length === 0) return missing(asked, parsed.data)
  if (what === 'version' && new Set(found.map(({ value }) => value)).size > 1) return ambiguous(asked, found)
  return { ok: true, found }
}

/** Digest and checksum that have locators of their own: as many as there are versions, in the same order, or one for all. */
function beside(asked: Asked, found: Found[]): Places {
  let places = found
  for (const what of ['digest', 'checksum'] as const) {
    const locator = asked.pin[what]
    if (locator === undefined) continue
    const others = locate(asked, locator, what)
    if (!others.ok) return others
    const values = others.found.map(({ digest, value, start, end }) =>
      value === '' && digest !== undefined ? digest : { value, start, end },
    )
    if (values.length !== 1 && values.length !== places.length) return ambiguous(asked, others.found)
    places = places.map((place, index) => {
      const other = values.length === 1 ? (index === 0 ? values[0] : undefined) : values[index]
      return other === undefined ? place : { ...place, [what]: other }
    })
  }
  return { ok: true, found: places }
}

/**
 * The text with the pin saying the value, at all its places.
 * Problems besides those of `locatePin`: `pin-refused` where the value has characters that no version has, or where it cannot be written
 * without a digest, commit or checksum that was not given.
 */
export function editPin(text: string, file: string, pin: Pin, value: PinValue, component?: string): Edited {
  const unsafe = unsafeValue(value)
  const located = locatePin(text, file, pin, component)
  if (!located.ok) return located
  const { editor, found } = located
  const asked = { editor, text, file, pin, component }
  if (unsafe !== null) return problem('pin-refused', `${described(asked, pin.locator)} is left as it is: ${unsafe}.`, file)
  const edits = found.map((place) => editor.replace(text, place, value))
  for (const [index, place] of found.entries()) {
    const why = editor.refusal(text, place, value) ?? lacking(pin, place, value, (edits[index]?.length ?? 0) > 0)
    if (why !== null) return cannotSay(asked, place, why, value)
  }
  const after = applyEdits(text, edits.flat())
  return { ok: true, text: after, changed: after !== text }
}

/** A digest or checksum that the pin names by a locator of its own must move with the version. */
function lacking(pin: Pin, place: Found, value: PinValue, edited: boolean): string | null {
  if (!edited) return null
  const what =
    pin.digest !== undefined && value.digest === undefined
      ? 'digest'
      : place.checksum !== undefined && value.checksum === undefined
        ? 'checksum'
        : null
  return what === null ? null : `a ${what} stands beside the version, and none that belongs to ${value.version} is known`
}

function missing({ editor, text, file, component }: Asked, locator: unknown): Places {
  const similar = editor.similar?.(text, locator) ?? []
  const near = nearestNames(nameOf(locator), similar)
  const there = [...new Set(similar)].slice(0, 8)
  const help =
    near.length > 0
      ? `Did you mean ${or(near)}?`
      : there.length > 0
        ? `The file has ${there.join(', ')}.`
        : 'Correct the pin in the registry, or take it out.'
  return problem('pin-missing', `${described({ editor, component }, locator)} is not in the file.`, file, help)
}

function ambiguous(asked: Asked, found: readonly Found[]): Places {
  const values = found.map(({ value, start }) => `${value === '' ? 'no version' : value} in line ${placeOf(asked.text, start).line}`)
  const listed = values.length > 10 ? [...values.slice(0, 10), `${values.length - 10} more`] : values
  const { line, column } = placeOf(asked.text, found[0]?.start ?? 0)
  const message = `${described(asked, asked.pin.locator)} stands in several places that differ: ${listed.join(', ')}.`
  const help = 'Make them equal, or name one of them by a locator that fits only it.'
  return { ok: false, problem: { code: 'pin-ambiguous', message, at: { file: asked.file, line, column }, help } }
}

function cannotSay(asked: Asked, place: Found, why: string, value: PinValue): Edited {
  const { line, column } = placeOf(asked.text, place.start)
  const message = `${described(asked, asked.pin.locator)} cannot be set to ${value.version}: ${why}.`
  const help = 'Let the source of the component tell what is missing, or pin the version alone.'
  return { ok: false, problem: { code: 'pin-refused', message, at: { file: asked.file, line, column }, help } }
}

function problem(code: Problem['code'], message: string, file: string, help?: string): { ok: false; problem: Problem } {
  return { ok: false, problem: { code, message, at: { file }, ...(help === undefined ? {} : { help }) } }
}

/** `The pin of redis (image: redis)`. */
function described({ editor, component }: Pick<Asked, 'editor' | 'component'>, locator: unknown): string {
  const what = typeof locator === 'string' ? locator : JSON.stringify(locator)
  return `The pin${component === undefined ? '' : ` of ${component}`} (${editor.id}: ${what.slice(0, 200)})`
}

function nameOf(locator: unknown): string {
  if (typeof locator === 'string') return locator
  return typeof locator === 'object' && locator !== null ? String(Object.values(locator)[0] ?? '') : ''
}

function or(names: readonly string[]): string {
  return names.length === 1 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
}
