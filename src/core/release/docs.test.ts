import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { aHistory, someSettings } from '../../../test/support/releasing.ts'
import { modules } from '../../commands/modules.ts'
import { formatProblem } from '../model/problems.ts'
import { DEFAULTS } from '../registry/defaults.ts'
import { parseRegistry } from '../registry/parse.ts'
import { versionFilesDocs } from './docs.ts'
import { planRelease } from './plan.ts'
import { releaseSettings } from './settings.ts'
import { surveyCommits } from './survey.ts'
import { releaseTags } from './tags.ts'

const page = readFileSync(new URL('../../../docs/release.md', import.meta.url), 'utf8')
/** Fenced blocks with what stands behind their fence. */
const blocks = [...page.matchAll(/^```(\S+)(?: (\w+))?\n([\s\S]*?)^```$/gm)].map(([, language, kind, body]) => ({
  language,
  kind,
  body: body ?? '',
}))
const registries = blocks.filter(({ language, kind }) => language === 'yaml' && kind !== 'workflow').map(({ body }) => ({ body }))
const examples = blocks.filter(({ kind }) => kind === 'example').map(({ body }) => ({ body: body.trim() }))

/** The version that follows from lines such as `tag v1.2.0`, `fix: a` and `on main: 1.2.1`. */
function versionAfter(body: string): { branch: string; wanted: string; found: string | null } {
  const lines = body.split('\n')
  const [, branch = '', wanted = ''] = /^on (\S+): (\S+)$/.exec(lines.pop() ?? '') ?? []
  const messages = ['begin']
  const named: { name: string; at: number }[] = []
  for (const line of lines) {
    if (line.startsWith('tag ')) named.push({ name: line.slice(4), at: messages.length - 1 })
    else messages.push(line)
  }
  const history = aHistory(messages)
  const positions = history.toReversed()
  const settings = someSettings()
  const tags = releaseTags(
    named.map(({ name, at }) => ({ name, commit: positions[at]?.sha ?? '', merged: true })),
    null,
  )
  const since = history.findIndex(({ sha }) => sha === tags.stable?.commit)
  const survey = surveyCommits(since === -1 ? history : history.slice(0, since), settings, tags)
  const head = { commit: history[0]?.sha ?? '', branch, defaultBranch: null }
  const planned = planRelease({ settings, tags, survey, head, written: null, asked: { prerelease: null, as: null } })
  return { branch, wanted, found: 'plan' in planned ? (planned.plan.version?.text ?? null) : planned.problems.map(formatProblem).join() }
}

describe('docs/release.md', () => {
  it('is full of examples', () => {
    expect(registries.length).toBeGreaterThan(4)
    expect(examples.length).toBeGreaterThan(6)
  })

  it.each(registries)('shows registries that are right: $body', ({ body }) => {
    const { registry, problems } = parseRegistry(body, 'versions.yaml', modules)
    expect(problems.map(formatProblem)).toEqual([])
    expect(releaseSettings(registry?.release)).not.toBeNull()
  })

  it.each(examples)('tells versions that follow: $body', ({ body }) => {
    const { wanted, found } = versionAfter(body)
    expect(found).toBe(wanted)
  })

  it('lists every kind of file, and every type and branch as the defaults have them', () => {
    expect(page).toContain(`<!-- begin: version-files -->\n${versionFilesDocs()}\n<!-- end: version-files -->`)
    for (const [type, level] of Object.entries(DEFAULTS.release.types)) {
      if (type !== 'other' && type !== 'feature') expect(page).toMatch(new RegExp(`^\\|[^|]*\`${type}\`[^|]*\\| ${level} \\|$`, 'm'))
    }
    for (const { branch } of DEFAULTS.release.branches) expect(page).toContain(`\`${branch.replace('feature/*', 'feature/NAME')}\``)
  })
})
