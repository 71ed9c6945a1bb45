import { describe, expect, it } from 'vitest'
import { expandGlob, isGlob, safePinPath } from './paths.ts'

describe('the file of a pin', () => {
  it.each([
    'compose.yaml',
    '.github/workflows/ci.yml',
    'a/b c/d',
    'charts/*/Chart.yaml',
    '**/compose.yaml',
    '{a,b}/x.yaml',
    '.gitignore',
    'a.git/x',
  ])('may be %s', (path) => expect(safePinPath(path)).toBeNull())

  it.each([
    '',
    '/etc/passwd',
    '~/x',
    'C:/x',
    '../x',
    'a/../../x',
    'a/..',
    '.git/config',
    'a/.git/hooks/x',
    '.GIT/config',
    '.git./config',
    '.git /config',
    '.g\u200bit/config',
    'git~1/config',
    'a\\b',
    'a\u0000b',
    'a\nb',
    './a',
    'a//b',
    'a/',
    'x'.repeat(600),
    '**/../x',
    '*a*a*a*a*b',
    '**/**/**/**/x',
    '{a,b}{a,b}{a,b}{a,b}{a,b}',
  ])('may not be %j', (path) => expect(safePinPath(path)).toMatchObject({ code: 'pin-refused' }))
})

describe('a pattern', () => {
  const files = ['compose.yaml', 'a/compose.yaml', 'a/.dev/compose.yaml', 'a/values.yaml', '.git/compose.yaml', '.github/workflows/ci.yml']

  it('gives the files that it fits, hidden folders too, never those of .git', () => {
    expect(expandGlob('**/compose.yaml', files)).toEqual(['compose.yaml', 'a/compose.yaml', 'a/.dev/compose.yaml'])
    expect(expandGlob('a/{compose,values}.yaml', files)).toEqual(['a/compose.yaml', 'a/values.yaml'])
    expect(expandGlob('.github/workflows/*.yml', files)).toEqual(['.github/workflows/ci.yml'])
    expect(expandGlob('*.yaml', files)).toEqual(['compose.yaml'])
    expect(expandGlob('/etc/*', ['/etc/passwd'])).toEqual([])
  })

  it('is told from a path', () => expect(['a*', 'a?', '{a}', '[a]', 'a'].map(isGlob)).toEqual([true, true, true, true, false]))

  it('takes milliseconds, whatever names the repository has', () => {
    const hostile = Array.from({ length: 50 }, () => `${'ab'.repeat(100)}/${'ab'.repeat(100)}/c`)
    const start = performance.now()
    for (const pattern of ['**/*a*b/**/*a*c/**/d', '*a*b/*a*b/d', '{*a*b,*b*a}/**/{*a*b,*b*a}']) expandGlob(pattern, hostile)
    expect(performance.now() - start).toBeLessThan(3000)
  })
})
