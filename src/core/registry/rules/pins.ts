import { compilePattern, isPattern } from '../../text/pattern.ts'
import { type Mistake, names } from '../check/mistake.ts'
import type { RegistryModules, RegistryPin } from '../schema.ts'
import { isMapping } from '../view.ts'
import type { Path } from '../yaml/locate.ts'
import type { Rule } from './contract.ts'
import { groupNames } from './patterns.ts'
import { allPins } from './walk.ts'

export const oneLocator: Rule = {
  id: 'one-locator',
  summary: 'A pin has exactly one locator; `digest` and `checksum` are locators of the same kind.',
  *check({ registry, modules, written, misspelt }) {
    for (const { pin, path } of allPins(registry)) {
      const ids = Object.values(modules.pinEditors).map(({ id }) => id)
      const given = ids.filter((id) => written([...path, id]))
      if (given.length === 0) {
        if (misspelt(path)) continue
        yield { path, message: `the pin does not say where in \`${pin.file}\` the version stands; expected one of ${names(ids, 30)}` }
      } else if (given.length > 1) {
        yield {
          path: [...path, given[1] ?? ''],
          at: 'key',
          message: `a pin has one locator; ${names(given)} are given`,
          help: 'Write one pin for each.',
        }
      } else yield* besideMistakes(pin, path, modules)
    }
  },
}

function* besideMistakes(pin: RegistryPin, path: Path, modules: RegistryModules): Generator<Mistake> {
  const editor = modules.pinEditors[pin.locators[0]?.editor ?? '']
  for (const key of ['digest', 'checksum'] as const) {
    const locator = pin[key]
    if (locator === undefined || editor === undefined || editor.locator.safeParse(locator).success) continue
    yield {
      path: [...path, key],
      message: `this is no locator of the kind \`${editor.id}\``,
      help: `Write it as the value of \`${editor.id}\` is written.`,
    }
  }
}

export const pinFiles: Rule = {
  id: 'pin-files',
  summary: 'The file of a pin lies in the repository and not in `.git`.',
  *check({ registry }) {
    for (const { pin, path } of allPins(registry)) {
      const reason = refusal(pin.file)
      if (reason !== null)
        yield {
          path: [...path, 'file'],
          message: `\`${pin.file}\` ${reason}`,
          help: 'Write the path from the root of the repository, such as deploy/compose.yaml.',
        }
    }
  },
}

/** Why a path is not one of the repository; null where it is. */
function refusal(file: string): string | null {
  if (file.startsWith('/') || file.startsWith('~') || /^[A-Za-z]:/.test(file)) return 'is not relative to the repository'
  if (file.includes('\\')) return 'holds a backslash; paths are written with `/`'
  const segments = file.split(/[/{},]/)
  if (segments.includes('..')) return 'leaves the repository by `..`'
  if (segments.some((segment) => segment.toLowerCase() === '.git')) return 'lies in `.git`'
  return file.endsWith('/') ? 'is a directory' : null
}

export const pinPatterns: Rule = {
  id: 'pin-patterns',
  summary: 'The pattern of a pin is one that RE2 runs, and it has a group named `version`.',
  *check({ registry }) {
    for (const { pin, path } of allPins(registry)) {
      for (const { editor, locator } of pin.locators) {
        const source = editor === 'regex' ? patternOf(locator) : undefined
        const mistake = source === undefined ? null : patternMistake(source)
        if (mistake !== null) yield { path: [...path, editor], ...mistake }
      }
    }
  },
}

function patternOf(locator: unknown): string | undefined {
  const source = isMapping(locator) ? locator['pattern'] : locator
  return typeof source === 'string' ? source : undefined
}

function patternMistake(source: string): { message: string; help?: string } | null {
  const pattern = compilePattern(source)
  if (!isPattern(pattern))
    return { message: `\`${source}\` is no RE2 pattern (${pattern.error})`, help: 'RE2 has no look-around and no back-references.' }
  if (groupNames(source).includes('version')) return null
  return { message: 'the pattern has no group named `version`', help: 'Put `(?<version>…)` around the version.' }
}
