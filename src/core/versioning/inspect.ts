import * as z from 'zod'
import type { Versioning } from './contract.ts'
import {
  compareTexts,
  isBreaking,
  isCompatible,
  maxSatisfying,
  maxVersion,
  minSatisfying,
  minVersion,
  nextVersion,
  parseLeniently,
  satisfies,
} from './derive.ts'
import { findVersioning } from './find.ts'
import { parseImageReference } from './image-reference.ts'
import { type Row, rowSchema } from './inspect-row.ts'
import { extractVersion } from './regex.ts'
import { coerceVersion } from './semver-coerced.ts'

/** A row that cannot be answered. The sentence names what is wrong with it. */
export interface Failed {
  id: unknown
  error: string
}

/** `note` says why a result is empty where that is no fault of the row. */
export interface Answered {
  id: unknown
  result: unknown
  note?: string
}

type Result = { result: unknown; note?: string } | { error: string }

/** Answers one row of `inspect versioning` (SPEC section 15). Never throws; `id` is kept as it came. */
export function answerVersioning(row: unknown): Answered | Failed {
  const id = typeof row === 'object' && row !== null && 'id' in row ? row.id : null
  const parsed = rowSchema.safeParse(row)
  if (!parsed.success) return { id, error: `the row is not understood: ${z.prettifyError(parsed.error)}` }
  const scheme = typeof row === 'object' && row !== null && 'scheme' in row ? row.scheme : undefined
  return { id, ...answer(parsed.data, scheme) }
}

/** Ops that need no scheme, then those that do. */
function answer(row: Row, scheme: unknown): Result {
  switch (row.op) {
    case 'extract': {
      const found = extractVersion(row.pattern, row.tag)
      return 'error' in found ? found : { result: found.version }
    }
    case 'image':
      return imageOf(row.reference)
    case 'coerce':
      return { result: row.value === null ? null : coerceVersion(String(row.value)) }
    default:
      return answerWith(row, schemeOf(scheme))
  }
}

function schemeOf(scheme: unknown): Versioning | { error: string } {
  return typeof scheme === 'string' ? findVersioning(scheme) : { error: 'the row names no scheme' }
}

type SchemeRow = Exclude<Row, { op: 'extract' | 'image' | 'coerce' }>

function answerWith(row: SchemeRow, versioning: Versioning | { error: string }): Result {
  if ('error' in versioning) return versioning
  switch (row.op) {
    case 'valid':
      return { result: versioning.parse(row.value) !== null }
    case 'stable':
      return withVersion(versioning, row.value, (v) => versioning.isStable(v))
    case 'compare':
      return compareOf(row, versioning)
    case 'parts':
      return partsOf(versioning, row.version)
    case 'breaking':
      return breakingOf(row, versioning)
    case 'satisfies':
      return satisfiesOf(row, versioning)
    case 'compatible':
      return compatibleOf(row, versioning)
    case 'next':
      return withVersion(versioning, row.current, () => nextVersion(versioning, row.current, row.candidates))
    default:
      return extremeOf(row, versioning)
  }
}

function withVersion(versioning: Versioning, value: string, then: (v: unknown) => boolean | string | null): Result {
  const version = parseLeniently(versioning, value)
  return version === null ? { error: noVersion(versioning, value) } : { result: then(version) }
}

function breakingOf(row: Extract<Row, { op: 'breaking' }>, versioning: Versioning): Result {
  const [from, to] = [parseLeniently(versioning, row.from), parseLeniently(versioning, row.to)]
  if (from === null || to === null) return { error: noVersion(versioning, from === null ? row.from : row.to) }
  return { result: isBreaking(versioning, from, to) }
}

function noVersion(versioning: Versioning, value: string): string {
  return `“${value.slice(0, 80)}” is no version of the scheme ${versioning.id}`
}

function noRange(versioning: Versioning, value: string): string {
  return `“${value.slice(0, 80)}” is no range of the scheme ${versioning.id}; examples: ${versioning.rangeExamples.join(' · ')}`
}

function compareOf(row: Extract<Row, { op: 'compare' }>, versioning: Versioning): Result {
  const result = compareTexts(versioning, row.a, row.b)
  if (result !== null) return { result }
  return { error: noVersion(versioning, parseLeniently(versioning, row.a) === null ? row.a : row.b) }
}

/** A text without parts has three nulls, so that a caller can print them. */
function partsOf(versioning: Versioning, value: string): Result {
  const version = parseLeniently(versioning, value)
  if (version === null) return { result: { major: null, minor: null, patch: null }, note: noVersion(versioning, value) }
  return { result: versioning.parts(version) }
}

function satisfiesOf(row: Extract<Row, { op: 'satisfies' }>, versioning: Versioning): Result {
  const result = satisfies(versioning, row.version, row.constraint, optionsOf(row))
  return result === null ? { error: noRange(versioning, row.constraint) } : { result }
}

function compatibleOf(row: Extract<Row, { op: 'compatible' }>, versioning: Versioning): Result {
  return withVersion(versioning, row.current, (current) => {
    const candidate = parseLeniently(versioning, row.candidate)
    return candidate !== null && isCompatible(versioning, current, candidate)
  })
}

/** An unreadable constraint is satisfied by nothing, which the note says. */
function extremeOf(row: Extract<Row, { op: 'max' | 'min' }>, versioning: Versioning): Result {
  const isMax = row.op === 'max'
  if (row.constraint === undefined) return { result: (isMax ? maxVersion : minVersion)(versioning, row.versions) }
  if (versioning.range(row.constraint, optionsOf(row)) === null) return { result: null, note: noRange(versioning, row.constraint) }
  return { result: (isMax ? maxSatisfying : minSatisfying)(versioning, row.versions, row.constraint, optionsOf(row)) }
}

function optionsOf(row: { loose?: boolean | undefined; include_prerelease?: boolean | undefined; allow_pre?: boolean | undefined }): {
  loose?: boolean
  includePrerelease?: boolean
  allowPre?: boolean
} {
  return {
    ...(row.loose === undefined ? {} : { loose: row.loose }),
    ...(row.include_prerelease === undefined ? {} : { includePrerelease: row.include_prerelease }),
    ...(row.allow_pre === undefined ? {} : { allowPre: row.allow_pre }),
  }
}

function imageOf(reference: string): Result {
  const found = parseImageReference(reference)
  if (found === null) return { error: `“${reference.slice(0, 80)}” is no valid image reference` }
  const { domain, path, tag, digest } = found
  return { result: { domain, path, tag, digest } }
}
