import { describe, expect, it } from 'vitest'
import { ownersOf } from './codeowners.ts'

const users = (text: string, ...paths: string[]) => ownersOf(text, paths).users

/** Cases of GitHub's own example file. */
const EXAMPLE = `# a comment
*       @global1 @global2
*.js    @js-owner #inline
*.go docs@example.com
/build/logs/ @doctocat
docs/* @docs-child
apps/ @octocat
/docs/ @doctocat2
/scripts/ @doctocat @octocat
**/logs @logs
/apps/ @octocat
/apps/github
/src/my\\ file.txt @spaced
`

describe('owners of files', () => {
  it.each([
    ['README.md', ['global1', 'global2']],
    ['deep/in/app.js', ['js-owner']],
    ['main.go', []],
    ['build/logs/today/x.txt', ['logs']],
    ['sub/build/logs.txt', ['global1', 'global2']],
    ['apps/a/b.ts', ['octocat']],
    ['apps/github/x.ts', []],
    ['nested/apps/x.ts', ['octocat']],
    ['docs/a.md', ['doctocat2']],
    ['scripts/x.sh', ['doctocat', 'octocat']],
    ['src/my file.txt', ['spaced']],
  ])('of %s are those that GitHub names', (path, expected) => {
    expect(users(EXAMPLE, path)).toEqual(expected)
  })

  it('lets `docs/*` mean the files of the folder alone', () => {
    expect(users('docs/* @a', 'docs/x.md')).toEqual(['a'])
    expect(users('docs/* @a', 'docs/sub/x.md')).toEqual([])
  })

  it('tells teams from people, passes over e-mail addresses and what GitHub does not understand', () => {
    expect(ownersOf('!no @a\n[a-z].md @b\n*.yaml @acme/platform me@example.com @ada', ['versions.yaml', 'x.md'])).toEqual({
      users: ['ada'],
      teams: [{ organization: 'acme', slug: 'platform' }],
    })
  })

  it('asks everybody who owns one of the files', () => {
    expect(users('*.js @b\n*.ts @a', 'x.ts', 'y.js')).toEqual(['a', 'b'])
  })
})
