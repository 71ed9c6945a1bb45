import { describe, expect, it } from 'vitest'
import { readNotes } from '../read-notes.ts'

/** Headings of two releases in a row, as projects write them. */
const FORMS: readonly (readonly [string, string])[] = [
  ['## [2.0.0] - 2024-01-01', '## [1.9.0] - 2023-01-01'],
  ['## [2.0.0](https://x.y/compare/a...b) (2024-01-01)', '### [1.9.0](https://x.y/compare/a...b) (2023-01-01)'],
  ['# v2.0.0', '# v1.9.0'],
  ['# 2.0.0', '# 1.9.0'],
  ['## 2.0.0 / 2024-01-01', '## 1.9.0 / 2023-01-01'],
  ['Version 2.0.0 (2024-01-01)', 'Version 1.9.0 (2023-01-01)'],
  ['2.0.0\n-----', '1.9.0\n-----'],
  ['2.0.0 (2024-01-01)\n==================', '1.9.0 (2023-01-01)\n=================='],
  ['2.0.0', '1.9.0'],
  ['v2.0.0', 'v1.9.0'],
  ['2.0.0:', '1.9.0:'],
  ['Redis 2.0.0     Released Tue 09 Jan 2024 10:45:52 IST', 'Redis 1.9.0     Released Tue 09 Jan 2023 10:45:52 IST'],
  [
    '================================================================================\nFoo 2.0.0     Released Tue 09 Jan 2024\n================================================================================',
    '================================================================================\nFoo 1.9.0     Released Tue 09 Jan 2023\n================================================================================',
  ],
  ['### Package 2.0.0', '### Package 1.9.0'],
  ['<a name="2.0.0"></a>\n# [2.0.0](https://x/y) (2024-01-01)', '<a name="1.9.0"></a>\n# [1.9.0](https://x/y) (2023-01-01)'],
  ['<a name="2.0.0"></a>\n# 2.0.0 "codename" (2024-01-01)', '<a name="1.9.0"></a>\n# 1.9.0 "other-name" (2023-01-01)'],
  ['Changes in 2.0.0', 'Changes in 1.9.0'],
  ['Changes in version 2.0.0:', 'Changes in version 1.9.0:'],
  ['Changes between 1.9.0 and 2.0.0 [xx XXX xxxx]', 'Changes between 1.8.0 and 1.9.0 [1 Jan 2022]'],
  ['### Changes between 1.9.0 and 2.0.0 [1 Feb 2024]', '### Changes between 1.8.0 and 1.9.0 [1 Jan 2022]'],
  [
    'Changes with foo 2.0.0                                        01 Jan 2024',
    'Changes with foo 1.9.0                                        01 Jan 2023',
  ],
  ['* Version 2.0.0 (2024-01-01)', '* Version 1.9.0 (2023-01-01)'],
  ['** 2.0.0 (2024-01-01)', '** 1.9.0 (2023-01-01)'],
  ['= 2.0.0 =', '= 1.9.0 ='],
  ['== 2.0.0', '== 1.9.0'],
  ['=== 2.0.0 / 2024-01-01', '=== 1.9.0 / 2023-01-01'],
  ['**2.0.0** (2024-01-01)', '**1.9.0** (2023-01-01)'],
  ['**Version 2.0.0**', '**Version 1.9.0**'],
  ['**v2.0.0**', '**v1.9.0**'],
  ['== 2.0.0 Infinite Smoothie', '== 1.9.0 Possessed Pickle'],
  ['- Changelog for v2.0.0 (2024-01-01)', '- Changelog for v1.9.0 (2023-01-01)'],
  ["What's new in Foo 2.0.0\n~~~~~~~~~~~~~~~~~~~~~~~", "What's new in Foo 1.9.0\n~~~~~~~~~~~~~~~~~~~~~~~"],
  ['Version 2.0.0 [v2-stable] 2024-01-01', 'Version 1.9.0 [v1-stable] 2023-01-01'],
  ['Scheduled Release 2.0.0 (aka 2024.01) 2024-01-01', 'Scheduled Release 1.9.0 (aka 2023.01) 2023-01-01'],
  ['**2024-01-01  -  Foo 2.0.0  -  "No real mystery"**', '**2023-01-01  -  Foo 1.9.0  -  "A line has been drawn"**'],
  ['## Release 2.0.0', '## Release 1.9.0'],
  ['## Release v2.0.0 (January 1, 2024)', '## Release v1.9.0 (January 1, 2023)'],
  ['## Foo 2.0.0', '## Foo 1.9.0'],
  ['## foo@2.0.0', '## foo@1.9.0'],
  ['## @scope/foo@2.0.0', '## @scope/foo@1.9.0'],
  ['## foo v2.0.0 - 2024-01-01', '## foo v1.9.0 - 2023-01-01'],
  ['## foo-2.0.0', '## foo-1.9.0'],
  ['## foo/v2.0.0', '## foo/v1.9.0'],
  ['## 2.0.0 - *2024-01-01*', '## 1.9.0 - *2023-01-01*'],
  ['## 2.0.0 — 1 January 2024', '## 1.9.0 — 1 January 2023'],
  ['## 2.0.0 – The Big One', '## 1.9.0 – The Small One'],
  ['## 2.0.0: The Big One (2024-01-01)', '## 1.9.0: The Small One (2023-01-01)'],
  ['## v2.0.0 [2024-01-01]', '## v1.9.0 [2023-01-01]'],
  ['## `2.0.0`', '## `1.9.0`'],
  ['## *2.0.0*', '## *1.9.0*'],
  ['## 🎉 2.0.0', '## 🎉 1.9.0'],
  ['## :rocket: v2.0.0', '## :rocket: v1.9.0'],
  ['<h2>2.0.0</h2>', '<h2>1.9.0</h2>'],
  ['<h2 id="v2">Version 2.0.0 (Jan 1, 2024)</h2>', '<h2 id="v1">Version 1.9.0 (Jan 1, 2023)</h2>'],
  ['## 2024-01-01, Version 2.0.0 (Current), @someone', '## 2023-01-01, Version 1.9.0 (Current), @someone'],
  ['2024-01-01, Version 2.0.0', '2023-01-01, Version 1.9.0'],
  ['## [v2.0.0 (2024-01-01)](https://x/y)', '## [v1.9.0 (2023-01-01)](https://x/y)'],
  ['## [[2.0.0]](https://x/y) - 2024-01-01', '## [[1.9.0]](https://x/y) - 2023-01-01'],
  ["## What's new in 2.0.0", "## What's new in 1.9.0"],
  ['## New in 2.0.0', '## New in 1.9.0'],
  ['## In version 2.0.0', '## In version 1.9.0'],
  ['## 2.0.0 (YANKED)', '## 1.9.0'],
  ['## [2.0.0] - 2024-01-01 [YANKED]', '## [1.9.0] - 2023-01-01'],
  ['foo (2.0.0-1) unstable; urgency=medium', 'foo (1.9.0-1) unstable; urgency=medium'],
  ['Version 2.0.0', 'Version 1.9.0'],
  ['VERSION 2.0.0', 'VERSION 1.9.0'],
  ['Release 2.0.0', 'Release 1.9.0'],
  ['Release Notes for 2.0.0', 'Release Notes for 1.9.0'],
  ['# Release Notes - Foo - Version 2.0.0', '# Release Notes - Foo - Version 1.9.0'],
  ['# Foo 2.0.0 release notes', '# Foo 1.9.0 release notes'],
  ['Foo 2.0.0 Release Notes\n=======================', 'Foo 1.9.0 Release Notes\n======================='],
  ['2.0.0 / 2024-01-01\n==================', '1.9.0 / 2023-01-01\n=================='],
  ['2.0.0 - 2024-01-01', '1.9.0 - 2023-01-01'],
  ['2024-01-01 - 2.0.0', '2023-01-01 - 1.9.0'],
  ['2024-01-01 2.0.0', '2023-01-01 1.9.0'],
  ['2024-01-01 (2.0.0)', '2023-01-01 (1.9.0)'],
  ['[2.0.0] 2024-01-01', '[1.9.0] 2023-01-01'],
  ['--- 2.0.0 ---', '--- 1.9.0 ---'],
  ['-- 2.0.0 --', '-- 1.9.0 --'],
  ['### v2.0.0 - 2024-01-01 - (Latest)', '### v1.9.0 - 2023-01-01'],
  ['## Version 2.0.0 "Foo Bar"', '## Version 1.9.0 "Baz"'],
  ['## Foo Bar Baz 2.0.0', '## Foo Bar Baz 1.9.0'],
  ['### 2.0.0 [#123](https://x/y)', '### 1.9.0 [#100](https://x/y)'],
  ['## 2.0.0 2024-01-01 Jane Doe', '## 1.9.0 2023-01-01 Jane Doe'],
  ['v2.0.0, 2024-01-01', 'v1.9.0, 2023-01-01'],
  ['## v2.0.0 by @jane', '## v1.9.0 by @jane'],
  ['release-2.0.0', 'release-1.9.0'],
  ['## REL_2_0_0', '## REL_1_9_0'],
  ['## V2.0.0', '## V1.9.0'],
  ['## Ver. 2.0.0', '## Ver. 1.9.0'],
  ['## r2.0.0', '## r1.9.0'],
  ['2.0.0, 1 January 2024', '1.9.0, 1 January 2023'],
  ['## 2.0.0<br>', '## 1.9.0<br>'],
  ['## 2.0.0 {#v200}', '## 1.9.0 {#v190}'],
  ['.. _v2.0.0:\n\nv2.0.0\n------', '.. _v1.9.0:\n\nv1.9.0\n------'],
  ['[[v2.0.0]]\n=== 2.0.0', '[[v1.9.0]]\n=== 1.9.0'],
  ['h2. 2.0.0', 'h2. 1.9.0'],
  ['!! 2.0.0', '!! 1.9.0'],
  ['@@ 2.0.0', '@@ 1.9.0'],
  ['>> 2.0.0', '>> 1.9.0'],
  ['Version 2.0.0 - 2024-01-01\n--------------------------', 'Version 1.9.0 - 2023-01-01\n--------------------------'],
  ['Foo 2.0.0 is released (2024-01-01)', 'Foo 1.9.0 is released (2023-01-01)'],
  ['## Foo Server 2.0.0 - January 2024', '## Foo Server 1.9.0 - January 2023'],
  ['## 2.0.0 (Stable)', '## 1.9.0 (Stable)'],
  ['## Stable version 2.0.0', '## Stable version 1.9.0'],
  ['## 2.0.0 (January 1st, 2024)', '## 1.9.0 (January 1st, 2023)'],
  ['## January 1, 2024 - 2.0.0', '## January 1, 2023 - 1.9.0'],
  ['## 01/02/2024 v2.0.0', '## 01/02/2023 v1.9.0'],
  ['### 2.0.0 - Jan 24', '### 1.9.0 - Jan 23'],
  ['## 2.0.0, released 2024-01-01', '## 1.9.0, released 2023-01-01'],
  ['2.0.0 was released on 2024-01-01', '1.9.0 was released on 2023-01-01'],
  ['# 2.0', '# 1.9'],
  ['## Milestone 2.0.0', '## Milestone 1.9.0'],
  ['Milestone 2.0', 'Milestone 1.9'],
  ['2.0.0 Major Release', '1.9.0 Minor Release'],
  ['1. 2.0.0', '1. 1.9.0'],
  ['- 2.0.0', '- 1.9.0'],
  ['* 2.0.0 (2024-01-01)', '* 1.9.0 (2023-01-01)'],
  ['<details><summary>2.0.0</summary>\n', '</details>\n<details><summary>1.9.0</summary>\n'],
  ['| 2.0.0 |', '| 1.9.0 |'],
  ['2.0.0 (2024-01-01):', '1.9.0 (2023-01-01):'],
  ['2.0.0 -- 2024-01-01', '1.9.0 -- 2023-01-01'],
  ['Foo-2.0.0 (2024-01-01)', 'Foo-1.9.0 (2023-01-01)'],
  ['Foo v2.0.0', 'Foo v1.9.0'],
  ['**Foo v2.0.0 (2024-01-01)**', '**Foo v1.9.0 (2023-01-01)**'],
  ['__2.0.0__', '__1.9.0__'],
  ['_2.0.0_', '_1.9.0_'],
  ['###2.0.0', '###1.9.0'],
  ['##v2.0.0', '##v1.9.0'],
  ['## Foo 2.0.0 (build 1234)', '## Foo 1.9.0 (build 1200)'],
  ['## [Foo 2.0.0](https://x)', '## [Foo 1.9.0](https://x)'],
  ['## tag: v2.0.0', '## tag: v1.9.0'],
  ['## v2.0.0 🎉🎉', '## v1.9.0 🎉'],
  ['tag v2.0.0', 'tag v1.9.0'],
  ['Version: 2.0.0', 'Version: 1.9.0'],
  ['Changelog 2.0.0', 'Changelog 1.9.0'],
  ['ChangeLog-2.0.0', 'ChangeLog-1.9.0'],
  ['2.0.0 changes:', '1.9.0 changes:'],
  ['What is new in version 2.0.0?', 'What is new in version 1.9.0?'],
  ['# Change Log for 2.0.0', '# Change Log for 1.9.0'],
  ["What's Changed in v2.0.0", "What's Changed in v1.9.0"],
  ['Name: Foo 2.0.0', 'Name: Foo 1.9.0'],
]

function verdicts(newer: string, older: string, below: string) {
  const text = `Changelog of foo\n\n${newer}${below}- Remove the \`x\` option\n- Add y\n\n${older}${below}- Fix z\n- Fix w\n`
  const read = (from: string, to: string) => readNotes([{ kind: 'changelog', text }], from, to)
  return { newer: read('1.9.0', '2.0.0'), older: read('1.8.0', '1.9.0') }
}

describe('headings of releases', () => {
  it.each(FORMS)('%j is one, with its text right below or behind an empty line', (newer, older) => {
    for (const below of ['\n\n', '\n']) {
      const read = verdicts(newer, older, below)
      expect(read.newer.items.map((item) => item.text)).toEqual(['Remove the `x` option'])
      expect(read.older.verdict).toBe('none')
    }
  })

  it.each([
    ['a topic with a number', '### Node 18 support'],
    ['a deprecation', '### Deprecated since 1.9.0'],
    ['a guide', '### Migrating from 1.9.0'],
    ['a pre-release that a bug was in', '1.9.0 b1'],
  ])('%s below a release is none', (_, topic) => {
    const text = `## 2.0.0\n\n### Fixed\n\n${topic}\n\n- Fix y\n\n## 1.9.0\n\n- Remove the \`x\` option\n`
    expect(readNotes([{ kind: 'changelog', text }], '1.9.0', '2.0.0').verdict).toBe('none')
  })
})

describe('patches counted by a letter', () => {
  const text = ['1.1.0d', 'Fix a crash.', '', '1.1.0c', 'Fix a leak.', '', '1.1.0', 'The `old` option has been removed.', ''].join('\n')
  const entries = text.replace(/^(1\.1\.0\w?)$/gm, '## $1').replace(/^([FT]\w+ .+)$/gm, '- $1')

  it('come after the release that they patch, whatever the letter', () => {
    expect(readNotes([{ kind: 'changelog', text: entries }], '1.1.0c', '1.1.0d').verdict).toBe('none')
    expect(readNotes([{ kind: 'changelog', text: entries }], '1.1.0', '1.1.0c').verdict).toBe('none')
  })

  it('and so does `.post0`', () => {
    const post = '## 3.7.4.post0\n\n- Raised an upper bound.\n\n## 3.7.4\n\n- The `old` option has been removed.\n'
    expect(readNotes([{ kind: 'changelog', text: post }], '3.7.4', '3.7.4.post0').verdict).toBe('none')
  })
})

it('keeps dated bold lines below the heading of their series apart', () => {
  const text = [
    'Foo 1.18.x',
    '----------',
    '',
    '**2022-12-12  -  Foo 1.18.1  -  "No real mystery"**',
    '',
    '- Fixes',
    '  * Fix a crash',
    '',
    '**2022-10-12  -  Foo 1.18.0  -  "Second"**',
    '',
    '- The `old` option has been removed.',
    '',
    'Foo 1.17.x',
    '----------',
    '',
    '**2022-03-23  -  Foo 1.17.0  -  "Third"**',
    '',
    '- Add a thing',
    '',
  ].join('\n')
  const verdict = (from: string, to: string) => readNotes([{ kind: 'changelog', text }], from, to).verdict
  expect([verdict('1.18.0', '1.18.1'), verdict('1.17.0', '1.18.0')]).toEqual(['none', 'breaking'])
})
