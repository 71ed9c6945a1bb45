import { describe, expect, it } from 'vitest'
import { endpointsOf } from './_github-endpoints.ts'
import { resolveBaseUrls } from './base-url.ts'
import { datasources } from './index.ts'

const resolve = (env: Record<string, string>, configured: Record<string, { url?: string }> = {}, defaults: Record<string, string> = {}) =>
  resolveBaseUrls(datasources, { env, configured, defaults })

describe('where a service is asked', () => {
  it('is the environment’s word before the registry’s before the default', () => {
    expect(resolve({}).baseUrl('pypi')).toBe('https://pypi.org')
    expect(resolve({}, { pypi: { url: 'https://mirror.example/pypi/' } }).baseUrl('pypi')).toBe('https://mirror.example/pypi')
    expect(resolve({ PINWARDEN_PYPI_URL: 'http://127.0.0.1:8080/' }, { pypi: { url: 'https://mirror.example' } }).baseUrl('pypi')).toBe(
      'http://127.0.0.1:8080',
    )
    expect(resolve({}).baseUrl('static')).toBe('')
  })

  it('is one for all views on GitHub, with its GraphQL beside it', () => {
    const { baseUrl } = resolve({ PINWARDEN_GITHUB_URL: 'https://ghe.example/api/v3' })
    expect(['github', 'github-releases', 'github-tags', 'github-actions'].map(baseUrl)).toEqual(Array(4).fill('https://ghe.example/api/v3'))
    expect(baseUrl('github-graphql')).toBe('https://ghe.example/api/graphql')
    expect(resolve({}).baseUrl('github-graphql')).toBe('https://api.github.com/graphql')
    expect(resolve({ PINWARDEN_GITHUB_GRAPHQL_URL: 'https://g.example/graphql' }).baseUrl('github-graphql')).toBe(
      'https://g.example/graphql',
    )
    expect(
      resolve({ PINWARDEN_GITHUB_URL: 'https://a.example', PINWARDEN_GITHUB_TAGS_URL: 'https://b.example' }).baseUrl('github-tags'),
    ).toBe('https://b.example')
  })

  it('is never a plain address of another machine, nor one with a password, and the reader is told which setting it was', () => {
    const { baseUrl, problems } = resolve({ PINWARDEN_HEX_URL: 'http://hex.example' }, { npm: { url: 'https://me:pw@npm.example' } })
    expect(baseUrl('hex')).toBe('https://hex.pm')
    expect(problems.map(({ code, path }) => [code, path]).sort()).toEqual([
      ['insecure-url', 'PINWARDEN_HEX_URL'],
      ['insecure-url', 'datasources.npm.url'],
    ])
    expect(JSON.stringify(problems)).not.toContain('pw@')
  })

  it('follows npm’s own configuration, scope by scope, unless one address is named for all', () => {
    expect(resolve({ npm_config_registry: 'https://mirror.example/' }).baseUrl('npm')).toBe('https://mirror.example')
    const defaults = { npm: 'https://mirror.example', 'npm:@acme': 'https://npm.acme.example' }
    expect(resolve({}, {}, defaults).baseUrl('npm:@acme')).toBe('https://npm.acme.example')
    expect(resolve({ PINWARDEN_NPM_URL: 'http://localhost:1' }, {}, defaults).baseUrl('npm:@acme')).toBe('')
  })
})

describe('addresses of one GitHub', () => {
  it.each([
    ['https://api.github.com', 'https://api.github.com/graphql', 'https://github.com'],
    ['https://ghe.example/api/v3/', 'https://ghe.example/api/graphql', 'https://ghe.example'],
    ['https://api.octo.ghe.com', 'https://api.octo.ghe.com/graphql', 'https://octo.ghe.com'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000/graphql', 'http://127.0.0.1:3000'],
  ])('follow from %s', (rest, graphql, web) => {
    expect(endpointsOf(rest)).toMatchObject({ graphql, web })
  })
})
