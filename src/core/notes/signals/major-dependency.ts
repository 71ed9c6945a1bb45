import { pattern } from '../language/lexicon.ts'
import type { NormalForm } from '../language/normal-form.ts'
import type { Evidence } from './rule.ts'

const UPGRADE = pattern(
  String.raw`^(?:upgrade|upgrades|upgraded|update|updates|updated|migrate|migrated|switch|switched|move|moved|bump|bumped) (?:to )?(?:the )?(?:(?:[a-z][a-z0-9./@_-]{0,40}|CODE),? (?:and )?(?:to )?){1,4}(?:VER|v?\d{1,3})[.]?$`,
)
const NEW_MAJOR = /(?:^|[\s`"])v?(?:[1-9]\d{0,3}(?:\.0){0,2}|0\.\d{1,4}(?:\.0)?)[.\s]{0,4}(?:\(|$)/

/**
 * `Update to hyper v1.0` in a release that opens a line: what the product hands on from that dependency has changed with it. Never enough by
 * itself, for many such updates stay inside.
 */
export function majorDependency(sentence: NormalForm, raw: string): Evidence[] {
  if (!UPGRADE.test(sentence) || !NEW_MAJOR.test(raw.slice(-60))) return []
  return [{ family: 'floor', kind: 'requirement', why: 'a dependency moves to a new major version', weight: 0.72 }]
}
