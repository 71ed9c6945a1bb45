import * as z from 'zod'
import type { Found, PinEditor, PinValue } from './contract.ts'
import { inOrder } from './order.ts'
import { type Plan, planEdits, planned, refuseUnsafe } from './rewrite/edits.ts'
import { linesOf } from './syntax/lines.ts'
import { normalPythonName, pythonRequirement } from './syntax/python-requirement.ts'

const locator = z
  .string()
  .regex(/^[A-Za-z0-9][\w.-]{0,200}$/, 'it is no name of a Python package')
  .meta({
    description: 'Name of the package, in any spelling (`Foo.Bar` means the same as `foo-bar`).',
    examples: ['django', 'psycopg-binary'],
  })

const HASH = /--hash=((?:sha256|sha384|sha512):[0-9a-f]{32,128})/g

/** Packages of a pip requirements file. Hashes beside a version are replaced by those of the new one. */
export const requirements: PinEditor<string> = {
  id: 'requirements',
  label: 'A package of a pip requirements or constraints file, with its hashes',
  docs: 'https://pip.pypa.io/en/stable/reference/requirements-file-format/',
  locator,
  find(text, name) {
    const wanted = normalPythonName(name)
    return inOrder(
      packagesIn(text)
        .filter((one) => one.name === wanted)
        .map(({ found }) => found),
    )
  },
  ...planned(plan),
  similar: (text) => packagesIn(text).map(({ name }) => name),
}

interface Package {
  name: string
  found: Found | null
}

function packagesIn(text: string): Package[] {
  return logicalLines(text).flatMap(({ start, end }) => {
    const raw = text.slice(start, end)
    if (/^\s*(?:#|-|$)/.test(raw)) return []
    const requirement = pythonRequirement(raw, start)
    if (requirement === null) return []
    const digest = hashesIn(raw, start)
    const { name, found } = requirement
    return [{ name, found: found === null || digest === null ? found : { ...found, digest } }]
  })
}

/** A line with those that a backslash joins to it. */
function logicalLines(text: string): { start: number; end: number }[] {
  const lines: { start: number; end: number }[] = []
  let joined = false
  for (const { text: line, start } of linesOf(text)) {
    const last = lines.at(-1)
    if (joined && last !== undefined) last.end = start + line.length
    else lines.push({ start, end: start + line.length })
    joined = line.endsWith('\\')
  }
  return lines
}

/** From the first hash to the last, with what stands between them. */
function hashesIn(raw: string, start: number): Found['digest'] | null {
  const code = raw.split(' #', 1)[0] ?? ''
  const all = [...code.matchAll(HASH)]
  const [first, last] = [all[0], all.at(-1)]
  if (first === undefined || last === undefined) return null
  const from = start + first.index + '--hash='.length
  const to = start + last.index + last[0].length
  return { value: raw.slice(from - start, to - start), start: from, end: to }
}

/** Without hashes of the new version nothing is written: pip refuses a file in which one package lacks them. */
function plan(text: string, found: Found, value: PinValue): Plan {
  const { digest, ...place } = found
  const { digest: single, digests = single === undefined ? [] : [single], ...rest } = value
  const edits = planEdits(text, place, rest, { takesRanges: true })
  if (typeof edits === 'string' || digest === undefined || single === digest.value) return edits
  if (digests.length === 0)
    return edits.length === 0 ? edits : `hashes stand beside the version, and none that belong to ${value.version} are known`
  refuseUnsafe({ version: '', digests })
  const hashes = digests.join(separator(text, found, digest))
  return hashes === digest.value ? edits : [...edits, { start: digest.start, end: digest.end, text: hashes }]
}

/** What stands between two hashes, or where there is one, between the version and it: ` \` and a new line with its indentation. */
function separator(text: string, found: Found, digest: { value: string; start: number }): string {
  const between = /^\S+(\s+(?:\\\s+)?--hash=)/.exec(digest.value)?.[1]
  if (between !== undefined) return between
  const before = text.slice(found.end, digest.start)
  return /\s+(?:\\\s+)?--hash=$/.exec(before)?.[0] ?? ' --hash='
}
