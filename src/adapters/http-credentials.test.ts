import { describe, expect, it } from 'vitest'
import { createCredentials } from './http-credentials.ts'

describe('credentials', () => {
  const resolve = createCredentials([
    { url: 'https://api.github.com', secret: 'ghs_x\n' },
    { url: 'https://registry.example:8443/v2', secret: 'me:pass', service: 'docker' },
    { url: 'http://example.com', secret: 'never over plain http' },
    { url: 'https://empty.example', secret: ' ' },
  ])

  it('belong to one host and port', () => {
    expect(resolve('api.github.com', 'github-tags')).toBe('Bearer ghs_x')
    for (const host of [
      'github.com',
      'evil-api.github.com',
      'api.github.com.evil.example',
      'registry.example',
      'example.com',
      'empty.example',
    ]) {
      expect(resolve(host, 'docker')).toBeUndefined()
    }
  })

  it('belong to one datasource where they say so, and carry a name where they have one', () => {
    expect(resolve('registry.example:8443', 'docker')).toBe(`Basic ${Buffer.from('me:pass').toString('base64')}`)
    expect(resolve('registry.example:8443', 'npm')).toBeUndefined()
  })
})
