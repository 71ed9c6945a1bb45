import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { modules } from '../../src/commands/modules.ts'
import { DASHBOARD_LABEL } from '../../src/core/dashboard/contract.ts'
import { COMMANDS, parseCommands } from '../../src/core/orders/parse.ts'
import { parseRegistry } from '../../src/core/registry/parse.ts'
import { HELD_LEVELS } from '../../src/core/review/concerns.ts'
import { readInputs } from '../../src/faces/action/inputs.ts'
import { lintWorkflow } from '../support/actionlint.ts'

const NOW = Date.parse('2026-11-21T08:00:00Z')
const PAGES = ['review', 'comment-commands', 'dashboard'] as const
const textOf = (page: (typeof PAGES)[number]) => readFileSync(resolve(`docs/${page}.md`), 'utf8')
const blocks = (page: (typeof PAGES)[number], fence: string) =>
  [...textOf(page).matchAll(new RegExp(`^\`\`\`${fence}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map((match) => match[1] ?? '')

describe.each(PAGES)('docs/%s.md', (page) => {
  it('shows workflows without a fault, with commands that there are', async () => {
    const shown = blocks(page, 'yaml workflow')
    expect(shown).toHaveLength(1)
    for (const text of shown) {
      expect(await lintWorkflow(text, `.github/workflows/${page}.yml`)).toEqual([])
      const command = /command: (\S+)/.exec(text)?.[1] ?? ''
      expect(readInputs((name) => (name === 'command' ? command : name === 'token' ? 'x' : '')).command).toBe(command)
      expect(parse(text)).toHaveProperty('permissions')
    }
  })

  it('links to pages that there are', () => {
    for (const [, target = ''] of textOf(page).matchAll(/\]\(([a-z-]+\.md)[^)]*\)/g))
      expect(readFileSync(resolve('docs', target), 'utf8')).not.toBe('')
  })
})

describe('docs/review.md', () => {
  it('tells of every rule how much it weighs', () => {
    const rows = [...textOf('review').matchAll(/^\| ((?:`[a-z-]+`(?:, )?)+) \| (failure|warning|notice) \|/gm)]
    const told = new Map(
      rows.flatMap(([, codes = '', level]) => [...codes.matchAll(/`([a-z-]+)`/g)].map((code) => [code[1], level] as const)),
    )
    for (const [code, level] of Object.entries(HELD_LEVELS)) expect([code, told.get(code)]).toEqual([code, level])
  })
})

describe('docs/comment-commands.md', () => {
  it('tells every command, each as it is understood', () => {
    const told = [...textOf('comment-commands').matchAll(/^\| `(\/pinwarden [^`]+)`/gm)].map((match) => match[1] ?? '')
    const commands = told
      .map((line) => line.replace('[COMPONENT] [--to VERSION] [--env NAME]', 'redis --to 7.2.4 --env production'))
      .flatMap((line) => parseCommands(line, NOW))
    expect(commands.filter((one) => 'problem' in one)).toEqual([])
    expect(new Set(commands.flatMap((one) => ('command' in one ? [one.command.kind] : [])))).toEqual(new Set(COMMANDS))
  })
})

describe('docs/dashboard.md', () => {
  it('shows a registry that is right, and the label that is used', () => {
    for (const body of blocks('dashboard', 'yaml')) {
      const { problems } = parseRegistry(body, 'versions.yaml', modules)
      expect(problems.filter((problem) => problem.severity !== 'warning')).toEqual([])
    }
    expect(textOf('dashboard')).toContain(`'${DASHBOARD_LABEL.name}'`)
  })
})
