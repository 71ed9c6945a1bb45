import { describe, expect, it } from 'vitest'
import { someModules } from '../../../test/support/registry-modules.ts'
import { formatProblem } from '../model/problems.ts'
import { parseRegistry } from './parse.ts'
import { RULES } from './rules.ts'

function told(text: string): string[] {
  return parseRegistry(text, 'f', someModules).problems.map((problem) => `${problem.severity ?? 'error'} ${formatProblem(problem)}`)
}

const A = 'components: { a: {} }\n'

/** For each rule, registries that break it, with what is said of it. */
const BROKEN: Readonly<Record<string, readonly (readonly [text: string, expected: string])[]>> = {
  'aliases-once': [
    ['components: { a: { aliases: [a] } }\n', 'error f:1:30: components.a.aliases[0]: `a` is what the component is called now.'],
    ['components: { a: { aliases: [b] }, b: {} }\n', 'components.a.aliases[0]: `b` is a component of its own.'],
    ['components: { a: { aliases: [c] }, b: { aliases: [c] } }\n', 'components.b.aliases[0]: `c` is a former name of `a` already.'],
    [
      `${A}environments: { x: { component_overrides: { a: { aliases: [c] } } } }\n`,
      'environments.x.component_overrides.a.aliases: an environment cannot rename a component.',
    ],
  ],
  'components-declared': [['global: { offline_mode: true }\n', 'warning f:1:1: the registry declares no components.']],
  'source-once': [
    [
      'components: { a: { github_repo: o/r, source: { datasource: npm } } }\n',
      'f:1:38: components.a.source: `github_repo` and `source` are both given',
    ],
  ],
  'range-needs-range': [
    ['components: { a: { strategy: range } }\n', 'f:1:30: components.a.strategy: the strategy `range` needs a `version_range`.'],
    [`${A}global: { default_strategy: range }\n`, 'f:2:29: global.default_strategy: this makes the strategy of `a` `range`'],
    [
      `${A}environments: { x: { component_overrides: { a: { strategy: range } } } }\n`,
      'f:2:60: environments.x.component_overrides.a.strategy: the strategy `range` needs',
    ],
    [`${A}environments: { x: { targets: { t: { default_strategy: range } } } }\n`, 'environments.x.targets.t.default_strategy: this makes'],
  ],
  'readable-ranges': [
    [
      'components: { a: { versioning: semver, version_range: newest } }\n',
      'components.a.version_range: `newest` is no range of the versioning scheme `semver`.',
    ],
    [
      'components: { a: { versioning: semver }, b: { compatible_with: { a: newest } } }\n',
      'components.b.compatible_with.a: `newest` is no range of the versioning scheme `semver`.',
    ],
    [
      'components: { a: { tracks: { t: { version_range: newest } } } }\n',
      'components.a.tracks.t.version_range: `newest` is no range of any versioning scheme.',
    ],
    [
      `${A}upgrade_policies: { excluded_versions: { a: [{ range: newest }] } }\n`,
      'upgrade_policies.excluded_versions.a[0].range: `newest` is no range',
    ],
    [`${A}exclusions: [{ component: a, range: newest }]\n`, 'exclusions[0].range: `newest` is no range'],
    [
      `${A}environments: { x: { component_overrides: { a: { versioning: semver, version_range: newest } } } }\n`,
      'of the versioning scheme `semver`',
    ],
  ],
  'readable-versions': [
    [
      'components: { a: { versioning: date, version: "7" } }\n',
      'warning f:1:47: components.a.version: `7` is no version of the versioning scheme `date`.',
    ],
    ['components: { a: { versioning: date, minimum_version: "7" } }\n', 'error f:1:55: components.a.minimum_version: `7` is no version'],
    [
      'components: { a: { versioning: date, upgrade: { required_stops: ["2024-01-01", "7"] } } }\n',
      'components.a.upgrade.required_stops[1]: `7` is no version',
    ],
    [
      'components: { a: { versioning: date } }\nupgrade_policies: { pinned_versions: { a: "7" } }\n',
      'upgrade_policies.pinned_versions.a: `7` is no version',
    ],
    [
      'components: { a: { versioning: date } }\nupgrade_policies: { excluded_versions: { a: ["7"] } }\n',
      'upgrade_policies.excluded_versions.a[0].version: `7` is no version',
    ],
  ],
  'known-components': [
    [
      'components: { grafana: {}, b: { compatible_with: { grafanna: ">=1.0.0" } } }\n',
      'error f:1:52: components.b.compatible_with.grafanna: no component is called `grafanna`, so this cannot be checked. Did you mean `grafana`?',
    ],
    [
      'components: { api: {}, b: { compatible_with: { app: ">=1.0.0" } } }\n',
      'warning f:1:48: components.b.compatible_with.app: no component is called `app`',
    ],
    ['components: { python312: {}, b: { compatible_with: { python311: ">=1.0.0" } } }\n', 'warning'],
    [
      'components: { b: { upgrade: { sync_version_with: loki } } }\n',
      'warning f:1:50: components.b.upgrade.sync_version_with: no component is called `loki`, so there is no version to follow.',
    ],
    [
      `${A}environments: { x: { component_overrides: { zz: {} } } }\n`,
      'error f:2:45: environments.x.component_overrides.zz: no component is called `zz`, so there is nothing to override. Declare it under `components` first.',
    ],
    [
      `${A}environments: { x: { targets: { t: { pins: { zz: [] } } } } }\n`,
      'error f:2:46: environments.x.targets.t.pins.zz: no component is called `zz`, so these pins belong to nothing.',
    ],
    [
      `${A}environments: { x: { targets: { t: { component_overrides: { zz: } } } } }\n`,
      'error f:2:61: environments.x.targets.t.component_overrides.zz: no component',
    ],
    [
      `${A}compatibility: [{ component: zz, requires: { yy: ">=1.0.0" } }]\n`,
      'warning f:2:30: compatibility[0].component: no component is called `zz`, so the rule holds for nothing.',
    ],
    [`${A}compatibility: [{ component: zz, requires: { yy: ">=1.0.0" } }]\n`, 'warning f:2:46: compatibility[0].requires.yy: no component'],
    [`${A}breaking_changes: [{ component: zz, to_version: "2", description: x }]\n`, 'warning f:2:33: breaking_changes[0].component'],
    [`${A}exclusions: [{ component: zz, version: "2" }]\n`, 'warning f:2:27: exclusions[0].component'],
    [
      `${A}upgrade_policies: { excluded_versions: { zz: ["1"] }, pinned_versions: { yy: "1" } }\n`,
      'warning f:2:42: upgrade_policies.excluded_versions.zz',
    ],
    [
      `${A}upgrade_policies: { excluded_versions: { zz: ["1"] }, pinned_versions: { yy: "1" } }\n`,
      'warning f:2:74: upgrade_policies.pinned_versions.yy',
    ],
    [
      `${A}upgrade_policies: { freezes: [{ from: 2026-12-01, reason: x, components: [zz] }] }\n`,
      'upgrade_policies.freezes[0].components[0]: no component is called `zz`, so it is not frozen.',
    ],
    [
      `${A}environments: { x: { safety: { auto_upgrade: { exclude_components: [zz] } } } }\n`,
      'environments.x.safety.auto_upgrade.exclude_components[0]: no component',
    ],
  ],
  'needs-others': [
    ['components: { a: { compatible_with: { a: ">=1.0.0" } } }\n', 'f:1:39: components.a.compatible_with.a: `a` requires itself.'],
    [`${A}compatibility: [{ component: a, requires: { a: ">=1.0.0" } }]\n`, 'f:2:45: compatibility[0].requires.a: `a` requires itself.'],
  ],
  'sync-order': [
    [
      'components: { a: { upgrade: { sync_version_with: b } }, b: { upgrade: { sync_version_with: a } } }\n',
      'f:1:50: components.a.upgrade.sync_version_with: versions would follow each other in a circle: `a` → `b` → `a`.',
    ],
    ['components: { a: { upgrade: { sync_version_with: a } } }\n', 'in a circle: `a` → `a`.'],
    [
      'components: { a: { upgrade: { sync_version_with: b } }, b: {} }\nenvironments: { x: { component_overrides: { b: { upgrade: { sync_version_with: a } } } } }\n',
      'components.a.upgrade.sync_version_with: versions would follow each other in a circle',
    ],
  ],
  'drift-needs-sync': [
    [
      'components: { a: { upgrade: { allowed_version_drift: "0.1.0" } } }\n',
      'warning f:1:54: components.a.upgrade.allowed_version_drift: there is no `sync_version_with`',
    ],
  ],
  'known-environments': [
    [
      `${A}environments: { staging: {}, x: { promote_from: stagin } }\n`,
      'f:2:49: environments.x.promote_from: no environment is called `stagin`; declared: `staging` and `x`. Did you mean `staging`?',
    ],
    [
      `${A}exclusions: [{ component: a, version: "1", environments: [all, prod] }]\n`,
      'f:2:64: exclusions[0].environments[1]: no environment is called `prod`; none is declared.',
    ],
    [
      `${A}upgrade_policies: { approvals: { matrix: [{ environment: prod }] } }\n`,
      'upgrade_policies.approvals.matrix[0].environment[0]: no environment is called `prod`',
    ],
    [
      `${A}upgrade_policies: { freezes: [{ from: 2026-12-01, reason: x, environments: [prod] }] }\n`,
      'upgrade_policies.freezes[0].environments[0]: no environment',
    ],
    [
      `${A}environments: { x: { targets: { eu: }, rollout: { exclude: [us] } } }\n`,
      'environments.x.rollout.exclude[0]: no target is called `us`; declared: `eu`.',
    ],
  ],
  'promotion-order': [
    [
      `${A}environments: { x: { promote_from: y }, y: { promote_from: z }, z: { promote_from: x } }\n`,
      'f:2:36: environments.x.promote_from: versions would be promoted in a circle: `x` ← `y` ← `z` ← `x`.',
    ],
    [`${A}environments: { x: { promote_from: x } }\n`, 'in a circle: `x` ← `x`.'],
  ],
  'rollout-once': [
    [
      `${A}environments: { x: { rollout: { batch_size: 1, percentage: 5 } } }\n`,
      'f:2:48: environments.x.rollout.percentage: `batch_size` and `percentage` are both given.',
    ],
  ],
  'one-locator': [
    ['components: { a: { pins: [{ file: f }] } }\n', 'f:1:27: components.a.pins[0]: the pin does not say where in `f` the version stands'],
    [
      'components: { a: { pins: [{ file: f, yaml: x, env: Y }] } }\n',
      'components.a.pins[0].env: a pin has one locator; `yaml` and `env` are given.',
    ],
    [
      'components: { a: { pins: [{ file: f, dockerfile: redis, digest: { nonsense: 1 } }] } }\n',
      'components.a.pins[0].digest: this is no locator of the kind `dockerfile`.',
    ],
    [
      'components: { a: { tracks: { t: { version_range: "1", pins: [{ file: f }] } } } }\n',
      'components.a.tracks.t.pins[0]: the pin does not say',
    ],
    [
      `${A}environments: { x: { targets: { t: { pins: { a: [{ file: f }] } } } } }\n`,
      'environments.x.targets.t.pins.a[0]: the pin does not say',
    ],
    [
      `${A}environments: { x: { component_overrides: { a: { pins: [{ file: f }] } } } }\n`,
      'environments.x.component_overrides.a.pins[0]: the pin does not say',
    ],
  ],
  'pin-files': [
    ['components: { a: { pins: [{ file: /etc/f, env: A }] } }\n', '`/etc/f` is not relative to the repository.'],
    ['components: { a: { pins: [{ file: ~/f, env: A }] } }\n', '`~/f` is not relative to the repository.'],
    ['components: { a: { pins: [{ file: "C:/f", env: A }] } }\n', '`C:/f` is not relative to the repository.'],
    ['components: { a: { pins: [{ file: a/../f, env: A }] } }\n', '`a/../f` leaves the repository by `..`.'],
    ['components: { a: { pins: [{ file: sub/.GIT/config, env: A }] } }\n', '`sub/.GIT/config` lies in `.git`.'],
    ["components: { a: { pins: [{ file: '{.git,x}/config', env: A }] } }\n", 'lies in `.git`.'],
    ["components: { a: { pins: [{ file: 'a\\b', env: A }] } }\n", 'holds a backslash'],
    ['components: { a: { pins: [{ file: deploy/, env: A }] } }\n', '`deploy/` is a directory.'],
  ],
  'pin-patterns': [
    [
      "components: { a: { pins: [{ file: f, regex: 'v([0-9]+)' }] } }\n",
      'components.a.pins[0].regex: the pattern has no group named `version`.',
    ],
    ["components: { a: { pins: [{ file: f, regex: '(?=x)' }] } }\n", '`(?=x)` is no RE2 pattern'],
  ],
  'pattern-groups': [
    [
      "components: { a: { constraints: { version_pattern: '(?P<major>[0-9]+)' } } }\n",
      'components.a.constraints.version_pattern: the pattern has named groups, but none is named `version`.',
    ],
    [
      "components: { a: { versioning: regex, constraints: { version_pattern: '[0-9]+' } } }\n",
      'components.a.constraints.version_pattern: the versioning scheme `regex` reads named groups, and the pattern has none of them.',
    ],
    [
      "components: { a: { versioning: 'regex:[0-9]+' } }\n",
      'components.a.versioning: the versioning scheme `regex` reads named groups, and the pattern has none of them.',
    ],
    ["components: { a: { versioning: 'regex:(?=x)' } }\n", 'components.a.versioning: `(?=x)` is no RE2 pattern'],
  ],
  'excluded-once': [
    [
      `${A}upgrade_policies: { excluded_versions: { a: [{ reason: x }] } }\n`,
      'upgrade_policies.excluded_versions.a[0]: `version` or `range` is missing.',
    ],
    [`${A}exclusions: [{ component: a, version: "1", range: ">=1.0.0" }]\n`, 'exclusions[0].range: `version` and `range` are both given.'],
  ],
  'window-times': [
    [`${A}upgrade_policies: { maintenance_windows: { windows: [{}] } }\n`, 'windows[0]: `day` or `cron` is missing.'],
    [
      `${A}upgrade_policies: { maintenance_windows: { windows: [{ day: sunday, cron: "0 2 * * *", duration: 1h }] } }\n`,
      'windows[0].cron: `day` and `cron` are both given.',
    ],
    [
      `${A}upgrade_policies: { maintenance_windows: { windows: [{ cron: "0 2 * * *" }] } }\n`,
      'windows[0]: a window with `cron` says when it opens, but not when it closes.',
    ],
    [
      `${A}upgrade_policies: { maintenance_windows: { windows: [{ day: sunday, start_time: "02:00", end_time: "02:00" }] } }\n`,
      'windows[0].end_time: the window closes when it opens, at 02:00.',
    ],
  ],
  'freeze-order': [
    [
      `${A}upgrade_policies: { freezes: [{ from: 2026-12-24, until: 2026-12-24, reason: x }] }\n`,
      'freezes[0].until: the freeze ends (2026-12-24) before it begins (2026-12-24).',
    ],
  ],
  'lifecycle-order': [
    [
      'components: { a: { lifecycle: { introduced: 2025-01-02, retires_on: 2025-01-01 } } }\n',
      'components.a.lifecycle.retires_on: `retires_on` (2025-01-01) comes before `introduced` (2025-01-02).',
    ],
  ],
}

/** Registries that a stricter rule would wrongly refuse. */
const SOUND: readonly string[] = [
  'components: { a: { strategy: range, tracks: { t: { version_range: "1" } } } }\n',
  'components: { a: { strategy: range, version_range: ">=1.0.0 <2.0.0" } }\nenvironments: { x: { default_strategy: range } }\n',
  `${A}environments: { x: { default_strategy: latest, component_overrides: { a: { version_range: ">=1.0.0", strategy: range } } } }\n`,
  'components: { a: { versioning: semver, version: v1.2.3, fallback_version: "1.2.3" } }\n',
  'components: { a: { versioning: semver, version: helm-loki-1.2.3, constraints: { tag_prefix: helm-loki- } } }\n',
  'components: { a: { version: latest } }\n',
  'components: { a: { upgrade: { sync_version_with: b } }, b: { compatible_with: { a: ">=1.0.0" } } }\n',
  `${A}environments: { x: , y: { promote_from: x, soak: 72h }, z: { promote_from: y } }\n`,
  'components: { a: { pins: [{ file: .github/workflows/ci.yml, uses: actions/cache }, { file: "services/*/Dockerfile", dockerfile: { arg: V } }] } }\n',
  "components: { a: { constraints: { version_pattern: '^v([0-9]+)$' } }, b: { constraints: { version_pattern: '^r(?<version>.+)$' } } }\n",
  "components: { a: { versioning: regex, constraints: { version_pattern: '^(?<major>[0-9]+)$' } }, b: { versioning: regex }, c: { versioning: 'regex:^r(?<major>[0-9]+)$' } }\n",
  `${A}upgrade_policies: { excluded_versions: { a: ["1.0.0"] }, maintenance_windows: { windows: [{ day: [saturday, sunday] }, { cron: "0 22 * * mon-fri", duration: 2h, timezone: America/New_York }] } }\n`,
  'components: { a: { lifecycle: { introduced: 2024-01-01, deprecated_on: 2025-06-01T12:00:00+02:00, retires_on: 2025-12-01 } } }\n',
  `${A}environments: { x: { targets: { eu: , us: }, rollout: { batch_size: 10, delay: 5s, exclude: [us] } } }\n`,
]

describe('every rule', () => {
  it('has registries here that break it', () => {
    expect(Object.keys(BROKEN).sort()).toEqual(RULES.map(({ id }) => id).sort())
  })

  const cases = Object.entries(BROKEN).flatMap(([rule, rows]) => rows.map(([text, expected]) => ({ rule, text, expected })))
  it.each(cases)('$rule tells of $text', ({ rule, text, expected }) => {
    expect(told(text)).toContainEqual(expect.stringContaining(expected))
    const found = parseRegistry(text, 'f', someModules)
    const severe = found.problems.some(({ severity }) => severity !== 'warning')
    expect(found.registry === null, rule).toBe(severe)
  })

  it.each(SOUND.map((text) => ({ text })))('lets pass $text', ({ text }) => {
    expect(told(text)).toEqual([])
  })
})

describe('rules and the schema', () => {
  it('do not say the same thing twice of one place', () => {
    expect(told('components: { a: { strategy: range, version_range: 1.10 } }\n')).toEqual([
      expect.stringContaining('found the number 1.10'),
    ])
    expect(told('components: { a: { pins: [{ file: f, ymal: x }] } }\n')).toEqual([expect.stringContaining('unknown key `ymal`')])
    expect(told('components: { a: { pins: [{ fiel: f, yaml: x }] } }\n')).toEqual([expect.stringContaining('unknown key `fiel`')])
    expect(told(`${A}exclusions: [{ component: a, vresion: "1" }]\n`)).toEqual([expect.stringContaining('unknown key `vresion`')])
  })

  it('count items of lists as the file does, also behind an item that is refused', () => {
    const text = 'components:\n  a:\n    pins:\n      - file: 7\n        env: A\n      - file: /etc/x\n        env: A\n'
    expect(told(text)).toEqual([
      expect.stringContaining('f:4:15: components.a.pins[0].file: found the number 7'),
      expect.stringContaining('f:6:15: components.a.pins[1].file: `/etc/x` is not relative'),
    ])
  })
})
