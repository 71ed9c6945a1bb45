import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { modules } from '../../src/commands/modules.ts'
import { PROBLEM_CODES } from '../../src/core/model/problems.ts'
import { pullRequestPolicy } from '../../src/core/registry/merge/pull-requests.ts'
import { parseRegistry } from '../../src/core/registry/parse.ts'

const page = readFileSync(new URL('../../docs/pull-requests.md', import.meta.url), 'utf8')
const examples = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text]) => text ?? '')

describe('the page about pull requests', () => {
  it.each(examples)('shows settings that load: %#', (text) => {
    const { registry, problems } = parseRegistry(text, 'versions.yaml', modules)
    expect(problems.filter((one) => one.severity !== 'warning')).toEqual([])
    expect(registry).not.toBeNull()
  })

  it('shows every setting that there is', () => {
    const { registry } = parseRegistry(examples[0] ?? '', 'versions.yaml', modules)
    const policy = pullRequestPolicy(registry ?? {})
    expect(policy).toEqual({
      maxOpen: 20,
      maxNewPerHour: 5,
      draft: 'manual',
      labels: ['dependencies'],
      reviewers: ['ada'],
      teamReviewers: ['platform'],
      fromCodeowners: true,
      assignees: ['eve'],
      milestone: '2026-Q4',
      autoMerge: { enabled: true, methods: ['squash', 'merge'] },
    })
  })

  it('names only codes that the catalogue has', () => {
    const codes = [...page.matchAll(/^\| `([a-z-]+)`/gm)].map(([, code]) => code)
    expect(codes.length).toBeGreaterThan(5)
    expect(codes.filter((code) => code === undefined || !Object.hasOwn(PROBLEM_CODES, code))).toEqual([])
  })
})
