import { expect, it } from 'vitest'
import { createMemoryLayer } from './memory-layer.ts'

const entry = (body: string) => ({ status: 200, headers: {}, body, url: '', storedAt: 0 })

it('the memory in front of the cache holds what was used last, and never more than its room', () => {
  const memory = createMemoryLayer(40)
  for (const key of ['a', 'b', 'c', 'd']) memory.set(key, entry('x'.repeat(10)))
  memory.get('a')
  memory.set('e', entry('x'.repeat(10)))
  expect(['a', 'b', 'c', 'd', 'e'].filter((key) => memory.get(key) !== undefined)).toEqual(['a', 'c', 'd', 'e'])
  memory.set('huge', entry('x'.repeat(11)))
  expect(memory.get('huge')).toBeUndefined()
})
