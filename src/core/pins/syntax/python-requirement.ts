import type { Found } from '../contract.ts'

/** A requirement as pip writes it (PEP 508), with the place of its version. */
export interface PythonRequirement {
  /** Normalised: `Foo.Bar_baz` → `foo-bar-baz`. */
  name: string
  /** Null where it names no version. */
  found: Found | null
}

const NAME = /^\s{0,20}([A-Za-z0-9](?:[\w.-]{0,200}[A-Za-z0-9])?)\s{0,20}(?:\[[\w\s.,-]{0,300}\])?\s{0,20}(\()?\s{0,20}/
const SPECIFIERS = /^(?:[=<>!~]=?=?\s{0,8}[\w.*+!-]{1,100})(?:\s{0,8},\s{0,8}[=<>!~]=?=?\s{0,8}[\w.*+!-]{1,100}){0,20}/
const EXACT = /^={2,3}\s{0,8}(?=[\w.*+!-]{1,100}$)/

/** The name as all package indexes compare it: https://peps.python.org/pep-0503/#normalized-names */
export function normalPythonName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-')
}

/**
 * Reads a requirement (`name[extra]==1.2.3 ; marker`), whose text stands at an offset of the file. Behind `==` only the version is the value;
 * of other specifiers all of them are. Null where the text is none (an option, a path, an address).
 */
export function pythonRequirement(text: string, offset: number): PythonRequirement | null {
  const name = NAME.exec(text)
  if (name?.[1] === undefined) return null
  const from = name[0].length
  const specifiers = SPECIFIERS.exec(text.slice(from))?.[0]
  if (specifiers === undefined)
    return /^\s*(?:$|[;#\\]|--hash)/.test(text.slice(from)) ? { name: normalPythonName(name[1]), found: null } : null
  const operator = EXACT.exec(specifiers)?.[0].length ?? 0
  const start = offset + from + operator
  return { name: normalPythonName(name[1]), found: { value: specifiers.slice(operator), start, end: start + specifiers.length - operator } }
}
