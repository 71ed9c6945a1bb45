import { describe, expect, it } from 'vitest'
import { docker, tagComponents } from './docker.ts'

describe('tagComponents', () => {
  it('names each version in a compound tag', () => {
    expect(tagComponents('1.18.3-erlang-28.0-debian-bookworm-20250517')).toEqual([
      { name: '', version: '1.18.3' },
      { name: 'erlang', version: '28.0' },
      { name: 'debian-bookworm', version: '20250517' },
    ])
    expect(tagComponents('v2.20.0-pg16')).toEqual([
      { name: '', version: 'v2.20.0' },
      { name: 'pg', version: '16' },
    ])
    expect(tagComponents('7.4.2-alpine3.20')).toEqual([
      { name: '', version: '7.4.2' },
      { name: 'alpine', version: '3.20' },
    ])
    expect(tagComponents('3.13-slim')).toEqual([{ name: '', version: '3.13' }])
    expect(tagComponents('latest')).toEqual([])
  })
})

describe('docker tags that may follow', () => {
  const follows = (from: string, to: string): boolean => {
    const [a, b] = [docker.parse(from), docker.parse(to)]
    return a !== null && b !== null && (docker.follows?.(a, b) ?? false)
  }

  it('goes from a pre-release to its release and from one build stamp to the next', () => {
    expect(follows('3.0.0-rc.1', '3.0.0')).toBe(true)
    expect(follows('3.0.0-rc.1-alpine', '3.0.1-alpine')).toBe(true)
    expect(follows('1.18.3-debian-bookworm-20250517', '1.18.3-debian-bookworm-20250610')).toBe(true)
    expect(follows('8u382-b05-jre', '8u392-b08-jre')).toBe(true)
  })

  it('never changes the base, the precision or the direction', () => {
    expect(follows('3.0.0-rc.1-alpine', '3.0.0')).toBe(false)
    expect(follows('7.2.4-alpine3.19', '7.4.0-alpine3.20')).toBe(false)
    expect(follows('1.18.3-erlang-28.0-debian-bookworm-20250517', '1.18.4-erlang-28.0.1-debian-bookworm-20250610')).toBe(false)
    expect(follows('1.27', '1.27.4')).toBe(false)
    expect(follows('3.0.0', '3.0.0-rc.1')).toBe(false)
  })
})
