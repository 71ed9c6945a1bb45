import { describe, expect, it } from 'vitest'
import { readCommit } from './commit.ts'

const read = (message: string, parents = ['p']) => readCommit({ sha: 'a'.repeat(40), parents, message, date: 0, touches: true })

describe('a commit message', () => {
  it.each([
    ['feat: add login', { type: 'feat', scope: null, description: 'add login', breaking: null }],
    ['Fix(API): crash (#12)', { type: 'fix', scope: 'API', description: 'crash', pullRequest: '#12' }],
    ['fix: crash (!7)', { description: 'crash', pullRequest: '!7' }],
    ['feat!: drop v1', { type: 'feat', breaking: 'drop v1' }],
    ['build-deps(npm)!: Node 24', { type: 'build-deps', scope: 'npm', breaking: 'Node 24' }],
    ['just words', { type: null, scope: null, description: 'just words', breaking: null }],
    ['WIP: (foo) bar', { type: 'wip', description: '(foo) bar' }],
    ['feat:no space', { type: 'feat', description: 'no space' }],
    ['feat :x', { type: null }],
    ['', { type: null, subject: '', breaking: null, reverts: null }],
    ['fixup! feat: x', { type: null }],
    ['Bump redis from 7.2.4 to 7.4.2 (production)', { type: 'deps' }],
    ['Bump loki and promtail together (staging)', { type: 'deps' }],
  ])('%j is understood', (message, wanted) => {
    expect(read(message)).toMatchObject(wanted)
  })

  it('says what breaks in its footer, up to the next footer', () => {
    const message = 'feat: x\n\nBody.\n\nBREAKING CHANGE: the port moved\nto 8080.\n\nReviewed-by: Ada\nRefs: #3'
    expect(read(message).breaking).toBe('the port moved\nto 8080.')
    expect(read('chore: x\n\nBREAKING-CHANGE: y').breaking).toBe('y')
    expect(read('feat: all\n\n* feat: a\n\n* BREAKING CHANGE: b').breaking).toBe('b')
  })

  it.each([
    'fix: x\n\nbreaking change detection is better now',
    'fix: x\n\nThis is not a BREAKING CHANGE: promise',
    'fix: x\n\nBREAKING CHANGE: none',
    'fix: x\n\nBREAKING CHANGE: N/A',
    'fix: x\n\nBREAKING CHANGE:\n',
    'docs: the word BREAKING',
  ])('does not break anything by talking of it: %j', (message) => {
    expect(read(message).breaking).toBeNull()
  })

  it('cannot write fields of the parsed commit', () => {
    const commit = read('feat: x\n\n-header-\nfix!: forged\n-type-\nfix\n-__proto__-\n{}')
    expect(commit).toMatchObject({ type: 'feat', subject: 'feat: x', breaking: null })
  })

  it('of a merge carries the title of its pull request', () => {
    const merge = 'Merge pull request #12 from ada/login\n\nfeat: add login\n\nmore'
    expect(read(merge, ['a', 'b'])).toMatchObject({ type: 'feat', description: 'add login', pullRequest: '#12' })
    const gitlab = "Merge branch 'x' into 'main'\n\nfix: y\n\nSee merge request group/app!34"
    expect(read(gitlab, ['a', 'b'])).toMatchObject({ type: 'fix', pullRequest: '!34' })
    expect(read("Merge branch 'x'", ['a', 'b'])).toMatchObject({ type: null, subject: "Merge branch 'x'" })
    expect(read('Merge pull request #12 from ada/login\n\nfeat: x').type).toBeNull()
  })

  it('asks for a version by a footer, the last of several', () => {
    expect(read('chore: x\n\nRelease-As: 2.0.0').releaseAs?.text).toBe('2.0.0')
    expect(read('chore: x\n\nRelease-As: v2.0.0\nrelease-as: 3.0.0').releaseAs?.text).toBe('3.0.0')
    expect(read('chore: x\n\nRelease-As: soon').releaseAs).toBeNull()
  })

  it.each([
    [
      'Revert "feat: x"\n\nThis reverts commit 0123456789abcdef0123456789abcdef01234567.',
      { type: 'revert', shas: ['0123456789abcdef0123456789abcdef01234567'] },
    ],
    [
      'Revert "feat: x (#12)" (#13)\n\nReverts acme/app#12',
      { type: 'revert', subjects: ['feat: x (#12)', 'feat: x (#12)'], pullRequests: ['#12'] },
    ],
    ['revert: feat: x\n\nRefs: 676104e, a215868', { type: 'revert', shas: ['676104e', 'a215868'] }],
    ['Reapply "feat: x"\n\nThis reverts commit 0123456.', { type: 'revert', shas: ['0123456'] }],
    ['fix: take the cache out again\n\nThis reverts commit 0123456789.', { type: 'fix', shas: ['0123456789'] }],
    [
      'revert(redis): roll back\n\nRollback-Component: redis\nRollback-From: 7.4.5\nRollback-To: 7.4.1',
      { rollback: { component: 'redis', from: '7.4.5', to: '7.4.1' } },
    ],
  ])('%j takes something back', (message, wanted: { type?: string; [key: string]: unknown }) => {
    const { type, ...reverts } = wanted
    const commit = read(message)
    if (type !== undefined) expect(commit.type).toBe(type)
    expect(commit.reverts).toMatchObject(reverts)
  })

  it('that mentions a revert takes nothing back', () => {
    expect(read('fix: x\n\nSee “This reverts commit 0123456”.').reverts).toBeNull()
    expect(read('docs: how to Revert "things"').reverts).toBeNull()
  })

  it('is read in time that grows with its length, however hostile', () => {
    const began = performance.now()
    for (const part of ['feat(', 'Revert "', '* BREAKING CHANGE', 'a ', '\n-x-', '((((', 'Refs: 0,', '#'])
      read(`feat: x\n\n${part.repeat(100_000 / part.length)}`)
    read(`${'a('.repeat(50_000)}: x`)
    expect(performance.now() - began).toBeLessThan(3000)
  })
})
