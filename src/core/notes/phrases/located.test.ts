import { expect, it } from 'vitest'
import { located } from './located.ts'

it('tells where a phrase stands as a regular expression does, also when asked again', () => {
  const { exec, all } = located('(?:^| )(re-add|drop)s? ')
  for (const _ of [1, 2]) {
    expect(exec('we drop it')).toMatchObject({ 0: ' drop ', 1: 'drop', index: 2 })
    expect(all('drops this and re-add that').map(({ 1: verb, index }) => [verb, index])).toEqual([
      ['drop', 0],
      ['re-add', 14],
    ])
    expect(exec('backdrop of')).toBeNull()
    expect(all('nothing')).toEqual([])
  }
})
