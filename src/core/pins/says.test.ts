import { describe, expect, it } from 'vitest'
import { agreesWith, versionSaid } from './says.ts'

describe('what the text of a place says', () => {
  it.each([
    ['1.2.3', '1.2.3'],
    ['v1.2.3', 'v1.2.3'],
    ['7.4.2-alpine', '7.4.2-alpine'],
    ['latest', 'latest'],
    ['~> 1.7', '1.7'],
    ['^1.2.3', '1.2.3'],
    ['>= 1.2, < 2.0', '1.2'],
    ['<2.0,>=1.2', '1.2'],
    ['^1 || ^2', '2'],
    ['1.4.*', '1.4'],
    ['< 2', ''],
    ['*', ''],
    ['', ''],
  ])('%j stands for %j', (value, version) => expect(versionSaid(value)).toBe(version))

  it.each([
    ['~> 1.7', '1.7.14', true],
    ['~> 1.7', '1.8.0', false],
    ['v1.2.3', '1.2.3', true],
    ['1.2.3', '1.2.4', false],
    ['>= 1.2, < 2.0', '1.2.9', true],
    ['>= 1.2, < 2.0', '1.3.0', false],
  ])('%j with %j: agreed is %j', (value, version, agreed) => expect(agreesWith(value, version)).toBe(agreed))
})
