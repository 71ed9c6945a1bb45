import type { ZodType } from 'zod'
import type { Edit } from '../text/edit.ts'

/** What a pin is to say after an edit. */
export interface PinValue {
  /** The version as upstream tags it or as the scheme prints it; the editor keeps the `v` prefix style that it finds. */
  version: string
  /** `sha256:…` or a commit, where the pin carries one beside the version. */
  digest?: string
  /** All digests of the version's files, for places that list several (pip's `--hash`). Absent: `digest` alone. */
  digests?: readonly string[]
  /** Hex digest of the artifact, where the pin carries one beside the version. */
  checksum?: string
}

/** One place where an editor found a version. Offsets are UTF-16 code units into the text. */
export interface Found {
  /** The version text alone, without quotes, as it stands: `v1.2.3`, `7.4.2-alpine`. Empty for an untagged image. */
  value: string
  start: number
  end: number
  digest?: { value: string; start: number; end: number }
  checksum?: { value: string; start: number; end: number }
  /**
   * Set where the value is a whole scalar without quotes, to the language whose rules it is read by: a new value that would be read
   * as something else than the old one (`1.10` is a number) gets quotes.
   */
  bare?: BareLanguage
}

/** Languages in which a scalar's type hangs on its quotes. HCL's numbers follow JSON's. */
export type BareLanguage = 'yaml' | 'json' | 'toml'

/**
 * A kind of place that a version can be pinned in. `find` reads, `replace` says which ranges change; nothing is ever re-serialised.
 * Laws (`test/contracts/pins.test.ts`): only the value's range changes; replacing a value by itself is the identity; twice is once;
 * CRLF, BOM, quotes, comments, indentation, missing last line end and the `v` prefix stay.
 */
export interface PinEditor<L = unknown> {
  /** The locator's key in a pin: `{ file: …, yaml: a.b[0] }`. */
  id: string
  label: string
  docs: string
  /** What stands behind the key. Documented by `.meta({ description, examples })`. */
  locator: ZodType<L>
  /** All places that the locator names, in order of the text, none twice. Empty where there is none: the caller reports it. Never throws on bad text. */
  find(text: string, at: L): Found[]
  /**
   * Edits that make `found` say `value`. None where it says so already, and none where it cannot be said: `refusal` tells the two apart.
   */
  replace(text: string, found: Found, value: PinValue): Edit[]
  /** Why `found` cannot say `value` (an action pinned by commit, and no commit given), as the rest of a sentence; null where it can. */
  refusal(text: string, found: Found, value: PinValue): string | null
  /** What a locator in this text could have named, spelled as a user would write it. For "did you mean". */
  similar?(text: string, at: L): string[]
}
