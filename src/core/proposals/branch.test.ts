import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { branchName } from './branch.ts'

describe('branchName', () => {
  it('names the environment, the component and the lane', () => {
    expect(branchName({ environment: 'production', name: 'redis', major: true }, [])).toBe('pinwarden/production/redis-major')
    expect(branchName({ environment: null, name: 'redis', major: false }, [])).toBe('pinwarden/redis')
  })

  it('keeps a component that is named like an environment out of its folder, for git cannot have both', () => {
    expect(branchName({ environment: null, name: 'production', major: false }, ['production'])).toBe('pinwarden/component-production')
  })

  it('makes a name that git takes of every component name that the registry takes', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9_.-]{1,30}$/).filter((one) => /[A-Za-z0-9_]/.test(one))
    const names = fc.sample(name, 60).concat(['a.lock', '..x', '.hidden', 'x.', '-x', 'a..b'])
    for (const one of names) {
      const branch = branchName({ environment: null, name: one, major: false }, [])
      expect(spawnSync('git', ['check-ref-format', `refs/heads/${branch}`]).status, branch).toBe(0)
    }
  })
})
