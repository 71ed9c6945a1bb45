import { parseDate } from '../calendar.ts'
import type { Mistake } from '../check/mistake.ts'
import type { RegistryComponent } from '../schema.ts'
import type { Path } from '../yaml/locate.ts'
import type { Rule } from './contract.ts'
import { bodies, exclusions } from './walk.ts'

export const excludedOnce: Rule = {
  id: 'excluded-once',
  summary: 'An excluded entry names a `version` or a `range`, exactly one.',
  *check({ registry, written, misspelt }) {
    for (const { entry, path } of exclusions(registry)) {
      const given = (at: Path) => written(at) || (at.at(-1) === 'version' && entry.version !== undefined)
      if (!misspelt(path)) yield* oneOf(['version', 'range'], path, given)
    }
  },
}

export const rolloutOnce: Rule = {
  id: 'rollout-once',
  summary: 'A rollout has a `batch_size` or a `percentage`, not both.',
  *check({ registry, written }) {
    for (const environment of Object.keys(registry.environments ?? {})) {
      const path: Path = ['environments', environment, 'rollout']
      if (written([...path, 'batch_size']) && written([...path, 'percentage'])) {
        yield {
          path: [...path, 'percentage'],
          at: 'key',
          message: '`batch_size` and `percentage` are both given',
          help: 'Keep one of them.',
        }
      }
    }
  },
}

export const windowTimes: Rule = {
  id: 'window-times',
  summary: 'A maintenance window opens by `day` or by `cron`; with `cron` it has a `duration` or an `end_time`, and its times differ.',
  *check({ registry, written, misspelt }) {
    const windows = registry.upgrade_policies?.maintenance_windows?.windows ?? []
    for (const [index, window] of windows.entries()) {
      const path: Path = ['upgrade_policies', 'maintenance_windows', 'windows', index]
      if (misspelt(path)) continue
      yield* oneOf(['day', 'cron'], path, written)
      if (window.cron !== undefined && !written([...path, 'duration']) && !written([...path, 'end_time'])) {
        yield {
          path,
          message: 'a window with `cron` says when it opens, but not when it closes',
          help: 'Add `duration`, such as 4h, or `end_time`.',
        }
      }
      if (window.start_time !== undefined && window.start_time === window.end_time) {
        yield {
          path: [...path, 'end_time'],
          message: `the window closes when it opens, at ${window.end_time}`,
          help: 'Leave both times out for a whole day.',
        }
      }
    }
  },
}

function* oneOf(keys: readonly [string, string], path: Path, written: (path: Path) => boolean): Generator<Mistake> {
  const [first, second] = keys
  const given = keys.filter((key) => written([...path, key]))
  if (given.length === 0) yield { path, message: `\`${first}\` or \`${second}\` is missing` }
  if (given.length === 2)
    yield { path: [...path, second], at: 'key', message: `\`${first}\` and \`${second}\` are both given`, help: 'Keep one of them.' }
}

export const lifecycleOrder: Rule = {
  id: 'lifecycle-order',
  summary: 'A component is introduced before it is deprecated, and deprecated before it retires.',
  *check({ registry }) {
    for (const { path, body } of bodies(registry)) {
      yield* lifecycleMistakes(body.lifecycle ?? {}, [...path, 'lifecycle'])
    }
  },
}

function* lifecycleMistakes(lifecycle: NonNullable<RegistryComponent['lifecycle']>, path: Path): Generator<Mistake> {
  const stages = (['introduced', 'deprecated_on', 'retires_on'] as const).filter((key) => lifecycle[key] !== undefined)
  for (const [index, later] of stages.entries()) {
    const earlier = stages[index - 1]
    if (earlier === undefined) continue
    const [first, second] = [parseDate(lifecycle[earlier] ?? ''), parseDate(lifecycle[later] ?? '')]
    if (first !== null && second !== null && second < first) {
      yield { path: [...path, later], message: `\`${later}\` (${lifecycle[later]}) comes before \`${earlier}\` (${lifecycle[earlier]})` }
    }
  }
}

export const freezeOrder: Rule = {
  id: 'freeze-order',
  summary: 'A freeze ends after it begins.',
  *check({ registry }) {
    for (const [index, freeze] of (registry.upgrade_policies?.freezes ?? []).entries()) {
      const [from, until] = [parseDate(freeze.from), parseDate(freeze.until ?? '')]
      if (from !== null && until !== null && until <= from) {
        yield {
          path: ['upgrade_policies', 'freezes', index, 'until'],
          message: `the freeze ends (${freeze.until}) before it begins (${freeze.from})`,
        }
      }
    }
  },
}
