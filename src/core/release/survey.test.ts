import createPreset from 'conventional-changelog-conventionalcommits'
import { CommitParser, type ParserOptions } from 'conventional-commits-parser'
import { Bumper } from 'conventional-recommended-bump'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { aHistory, shaOf, someSettings, someTags } from '../../../test/support/releasing.ts'
import type { RawCommit } from './commit.ts'
import { levelOf, surveyCommits } from './survey.ts'

const stable = someTags(['v1.2.0'])
const survey = (commits: readonly RawCommit[], written: Parameters<typeof someSettings>[0] = {}, tags = stable) =>
  surveyCommits(commits, someSettings(written), tags)
/** The preset comes without types. */
const presetSchema = z.object({ parser: z.custom<ParserOptions>(), whatBump: z.custom<NonNullable<Parameters<Bumper['bump']>[0]>>() })
/** Subjects of the commits that count, oldest first. */
const counting = (messages: readonly string[]) =>
  survey(aHistory(messages))
    .judged.filter(({ level }) => level !== null)
    .map(({ commit }) => commit.subject)
    .toReversed()

describe('how far commits move the version', () => {
  it.each([
    [['fix: a'], 'patch'],
    [['perf: a', 'docs: b'], 'patch'],
    [['fix: a', 'feat: b', 'fix: c'], 'minor'],
    [['feat: a', 'chore!: b'], 'major'],
    [['fix: a\n\nBREAKING CHANGE: b'], 'major'],
    [['Bump redis from 7.2.4 to 7.2.5'], 'patch'],
    [['docs: a', 'chore: b', 'refactor: c', 'words'], null],
    [[], null],
  ] as const)('%j is %s', (messages, level) => {
    expect(levelOf(survey(aHistory(messages)).judged)).toBe(level)
  })

  it('is a minor step for what breaks below 1.0.0, unless the registry says otherwise', () => {
    const commits = aHistory(['feat!: a'])
    expect(levelOf(survey(commits, {}, someTags(['v0.4.1'])).judged)).toBe('minor')
    expect(levelOf(survey(commits, { breaking_below_1: 'major' }, someTags(['v0.4.1'])).judged)).toBe('major')
  })

  it('follows the types of the registry, with their scopes, and `other` for the rest', () => {
    const types = { 'chore(deps)': 'patch', refactor: 'minor', fix: 'none', other: 'patch' } as const
    const level = (message: string) => levelOf(survey(aHistory([message]), { types }).judged)
    expect(level('chore(deps): a')).toBe('patch')
    expect(level('chore(Deps): a')).toBe('patch')
    expect(level('refactor: a')).toBe('minor')
    expect(level('fix: a')).toBeNull()
    expect(level('chore: a')).toBe('patch')
    expect(level('words')).toBe('patch')
  })

  it('does not count what touches nothing of the package', () => {
    const commits = aHistory(['feat: other', 'fix: ours']).map((commit) => ({ ...commit, touches: commit.message.endsWith('ours') }))
    const { judged } = survey(commits)
    expect(levelOf(judged)).toBe('patch')
    expect(judged.at(-1)).toMatchObject({ level: null, listed: false, why: 'touches nothing of what is released' })
  })

  it('agrees with conventional-recommended-bump on what both know', async () => {
    const preset = presetSchema.parse(createPreset())
    const parser = new CommitParser(preset.parser)
    const message = fc
      .tuple(
        fc.constantFrom('feat', 'fix', 'perf', 'docs', 'chore', 'ci', 'words only'),
        fc.boolean(),
        fc.boolean(),
        fc.constantFrom('', '(api)'),
      )
      .map(([type, bang, footer, scope]) =>
        type === 'words only' ? type : `${type}${scope}${bang ? '!' : ''}: do it${footer ? '\n\nBREAKING CHANGE: it breaks' : ''}`,
      )
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 12 }), async (messages) => {
        const theirs = await new Bumper().commits(messages.map((one) => parser.parse(one))).bump(preset.whatBump)
        expect(levelOf(survey(aHistory(messages)).judged)).toBe('releaseType' in theirs ? theirs.releaseType : null)
      }),
    )
  })
})

describe('a revert', () => {
  const revert = (subject: string, position?: number) =>
    `Revert "${subject}"${position === undefined ? '' : `\n\nThis reverts commit ${shaOf(position)}.`}`

  it.each([
    ['by the sha of git revert', ['feat: a', 'fix: b', revert('feat: a', 0)]],
    ['by a short sha', ['feat: a', 'fix: b', `revert: whatever\n\nRefs: ${shaOf(0).slice(0, 8)}`]],
    ['by its title alone', ['feat: a', 'fix: b', revert('feat: a')]],
    ['by its title, with numbers of pull requests', ['feat: a (#12)', 'fix: b', 'Revert "feat: a (#12)" (#13)']],
    ['by a title that a squash gave a number', ['feat: a (#12)', 'fix: b', 'revert: feat: a (#13)']],
    ['by the number of a pull request', ['feat: a new name (#12)', 'fix: b', 'Revert "feat: an old name" (#13)\n\nReverts acme/app#12']],
    ['by the title where a rebase changed the sha', ['feat: a', 'fix: b', `Revert "feat: a"\n\nThis reverts commit ${'0'.repeat(40)}.`]],
    [
      'by the trailers of a rollback',
      [
        'Bump redis from 7.4.1 to 7.4.2 (#12)',
        'fix: b',
        'revert(redis): roll back (#13)\n\nRollback-Component: redis\nRollback-From: 7.4.2\nRollback-To: 7.4.1',
      ],
    ],
  ])('cancels what it takes back and itself, %s', (_, messages) => {
    expect(counting(messages)).toEqual(['fix: b'])
  })

  it('cancels several commits at once', () => {
    const both = `Revert "two things"\n\nThis reverts commit ${shaOf(0)}.\nThis reverts commit ${shaOf(1)}.`
    expect(counting(['feat: a', 'feat: b', 'fix: c', both])).toEqual(['fix: c'])
  })

  it('of a revert lets the first commit stand', () => {
    const messages = ['feat: a', revert('feat: a', 0), `Reapply "feat: a"\n\nThis reverts commit ${shaOf(1)}.`]
    expect(counting(messages)).toEqual(['feat: a'])
    expect(counting([...messages, revert('Reapply "feat: a"', 2)])).toEqual([])
    const byTitle = ['feat: a', 'Revert "feat: a"', 'Revert "Revert "feat: a""']
    expect(counting(byTitle)).toEqual(['feat: a'])
  })

  it('pairs each of two equal commits with its own revert', () => {
    expect(counting(['feat: a', 'feat: a', revert('feat: a'), revert('feat: a')])).toEqual([])
    expect(counting(['feat: a', revert('feat: a'), 'feat: a'])).toEqual(['feat: a'])
  })

  it('of what was released is a change of its own', () => {
    expect(counting(['fix: b', `Revert "feat: long ago"\n\nThis reverts commit ${'0'.repeat(40)}.`])).toEqual([
      'fix: b',
      'Revert "feat: long ago"',
    ])
  })

  it('takes back only the one component that a rollback names', () => {
    const group = 'Bump loki and promtail together'
    const rollback = 'revert(loki): roll back\n\nRollback-Component: loki\nRollback-From: 3.1.0\nRollback-To: 3.0.0'
    expect(counting([group, rollback])).toEqual([group, 'revert(loki): roll back'])
  })

  it('is found quickly, however many there are', () => {
    const messages = Array.from({ length: 20_000 }, (_, at) => (at % 2 === 0 ? `fix: change ${at}` : revert(`fix: change ${at - 1}`)))
    const began = performance.now()
    expect(counting(messages)).toEqual([])
    expect(performance.now() - began).toBeLessThan(4000)
  })

  it('says on both sides what became of it', () => {
    const whys = survey(aHistory(['feat: a', revert('feat: a', 0)])).judged.map(({ why }) => why)
    expect(whys).toEqual([`takes back ${shaOf(0).slice(0, 7)}, which was not released`, `taken back by ${shaOf(1).slice(0, 7)}`])
  })

  it('never leaves both or neither of a pair, however many and in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 20 }), (targets) => {
        const messages = ['feat: a', ...targets.map((target, at) => revert('x', Math.min(target, at)))]
        const { judged } = survey(aHistory(messages))
        const byWhy = new Map(judged.map(({ commit, why }) => [commit.sha.slice(0, 7), why]))
        for (const [sha, why] of byWhy) {
          const partner = /([0-9a-f]{7})(?:,|$)/.exec(why)?.[1]
          if (why.startsWith('taken back by')) expect(byWhy.get(partner ?? '')).toContain(`takes back ${sha}`)
          if (why.startsWith('takes back')) expect(byWhy.get(partner ?? '')).toBe(`taken back by ${sha}`)
        }
      }),
    )
  })
})

describe('a merge', () => {
  const commit = (sha: string, parents: string[], message: string, touches = true): RawCommit => ({
    sha: sha.repeat(40),
    parents: parents.map((one) => one.repeat(40)),
    message,
    date: 0,
    touches,
  })
  const counts = (commits: RawCommit[]) =>
    survey(commits)
      .judged.filter(({ level }) => level !== null)
      .map(({ commit }) => commit.subject)

  it('is silent where its commits speak, and speaks where they do not', () => {
    const main = commit('1', [], 'chore: begin')
    const merge = commit('4', ['1', '3'], 'Merge pull request #5 from a/b\n\nfeat: add login')
    expect(counts([merge, commit('3', ['2'], 'fix: c'), commit('2', ['1'], 'feat: add login'), main])).toEqual([
      'fix: c',
      'feat: add login',
    ])
    expect(counts([merge, commit('3', ['2'], 'wip: x'), commit('2', ['1'], 'docs: more'), main])).toEqual(['feat: add login'])
  })

  it('that is reverted takes all along that it brought in', () => {
    const main = commit('1', [], 'fix: before')
    const branch = [commit('3', ['2'], 'feat: b'), commit('2', ['1'], 'feat!: a')]
    const merge = commit('4', ['1', '3'], "Merge branch 'x'")
    const undo = commit(
      '5',
      ['4'],
      `Revert "Merge branch 'x'"\n\nThis reverts commit ${'4'.repeat(40)}, reversing\nchanges made to ${'1'.repeat(40)}.`,
    )
    expect(counts([undo, merge, ...branch, main])).toEqual(['fix: before'])
  })

  it('by the revert button, itself merged, cancels once', () => {
    const main = commit('1', [], 'fix: before')
    const [branch, merge] = [commit('2', ['1'], 'feat: a'), commit('3', ['1', '2'], 'Merge pull request #5 from a/b\n\nfeat: a')]
    const inner = commit('4', ['3'], 'Revert "feat: a"\n\nThis reverts commit '.concat('2'.repeat(40), '.'))
    const outer = commit('5', ['3', '4'], 'Merge pull request #6 from a/revert-5\n\nRevert "feat: a"\n\nReverts a/b#5')
    expect(counts([outer, inner, merge, branch, main])).toEqual(['fix: before'])
  })

  it('touches the package where one of its commits does', () => {
    const merge = commit('3', ['1', '2'], 'Merge pull request #5 from a/b\n\nfeat: a', false)
    expect(counts([merge, commit('2', ['1'], 'wip', true), commit('1', [], 'begin', false)])).toEqual(['feat: a'])
    expect(counts([merge, commit('2', ['1'], 'wip', false), commit('1', [], 'begin', false)])).toEqual([])
  })

  it('tangled a thousandfold is read in well under a second', () => {
    const name = (kind: string, at: number) => `${kind}${at}`
    const raw = (sha: string, parents: string[], message: string): RawCommit => ({ sha, parents, message, date: 0, touches: true })
    const commits = Array.from({ length: 5000 }, (_, at) => [
      raw(name('m', at), [name('m', at - 1), name('b', at)], `Merge pull request #${at} from a/b\n\nfeat: ${at}`),
      raw(name('b', at), [name('m', Math.max(0, at - 3)), name('b', at - 1)], `fix: ${at}`),
    ]).toReversed()
    const began = performance.now()
    expect(survey(commits.flat()).judged).toHaveLength(10_000)
    expect(performance.now() - began).toBeLessThan(2000)
  })
})
