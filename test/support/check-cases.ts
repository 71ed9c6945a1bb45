import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Finding } from '../../src/core/model/finding.ts'
import { parseInstant } from '../../src/core/model/instant.ts'
import type { Step } from '../../src/core/model/upgrade.ts'
import type { ResolvedComponent } from '../../src/core/registry/resolved.ts'
import type { Evidence } from '../../src/core/safety/evidence.ts'
import { aComponent, aStep } from './builders.ts'
import { anEvidence } from './evidence.ts'

/** Folder of the cases of all checks. */
export const CHECK_FIXTURES = resolve(import.meta.dirname, '../../fixtures/checks')

/** One case: a step, what is known of it, and what the check is to find. */
export interface CheckCase {
  name: string
  folder: string
  /** What a user gains, as a test name. */
  about: string
  step: Step
  evidence: Evidence
  now: number
  findings: readonly Finding[]
}

interface Written {
  about: string
  now?: string
  step?: Partial<Step>
  component?: Partial<ResolvedComponent>
  evidence?: Partial<Evidence>
}

/** The cases of one check: `fixtures/checks/<id>/<case>/{evidence,findings}.json`. Keys that a case does not name are harmless. */
export function checkCases(id: string): CheckCase[] {
  const home = join(CHECK_FIXTURES, id)
  if (!existsSync(home)) return []
  return readdirSync(home)
    .sort()
    .map((name) => readCase(name, join(home, name)))
}

function readCase(name: string, folder: string): CheckCase {
  const written: Written = JSON.parse(readFileSync(join(folder, 'evidence.json'), 'utf8'))
  const expected = join(folder, 'findings.json')
  return {
    name,
    folder,
    about: written.about,
    step: aStep(written.step),
    evidence: anEvidence({ component: aComponent(written.component), ...written.evidence }),
    now: parseInstant(written.now ?? '2026-11-21T00:00:00Z') ?? 0,
    findings: existsSync(expected) ? JSON.parse(readFileSync(expected, 'utf8')) : [],
  }
}
