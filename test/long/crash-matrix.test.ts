import { afterAll, describe, expect, it } from 'vitest'
import { DISTURBANCES, disturbed, interleaved, KILLED, undisturbed } from '../support/crash-matrix.ts'
import { SCENARIOS } from '../support/crash-scenarios.ts'

const AT_ONCE = 4
let cases = 0

afterAll(() => console.log(`crash matrix: ${SCENARIOS.length} scenarios, ${cases} disturbed runs`))

async function work(queue: (() => Promise<void>)[]): Promise<void> {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) await next()
}

/** Paths at which two snapshots differ, with what stands there. */
function differences(expected: unknown, found: unknown, path = ''): string[] {
  if (typeof expected !== 'object' || typeof found !== 'object' || expected === null || found === null)
    return expected === found ? [] : [`${path}: ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`]
  const [a, b] = [new Map(Object.entries(expected)), new Map(Object.entries(found))]
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((key) => differences(a.get(key), b.get(key), `${path}/${key}`))
}

describe.each(SCENARIOS)('$name', (scenario) => {
  it('ends the same wherever it is cut, refused, or crossed by another run', { timeout: 300_000 }, async () => {
    const { requests, end } = await undisturbed(scenario)
    const wrong: string[] = []
    const check = (what: string, outcome: { end: unknown; writes: number }) => {
      cases += 1
      if (outcome.writes > 0) wrong.push(`${what}: a third run still writes`)
      const found = differences(end, outcome.end)
      if (found.length > 0) wrong.push(`${what}: ${found.join('; ')}`)
    }
    const tries = requests.flatMap(({ write }, at) => {
      const k = at + 1
      const all = DISTURBANCES.filter((one) => write || one.writes !== true)
      return [
        ...all.map((one) => async () => check(`${one.name} ${k}`, await disturbed(scenario, one, k))),
        async () => check(`crossed before ${k}`, await interleaved(scenario, k)),
      ]
    })
    tries.unshift(async () => check('killed before 1', await disturbed(scenario, KILLED, 0)))
    // Each has a GitHub of its own, so some may go on while others wait for git.
    await Promise.all(Array.from({ length: AT_ONCE }, () => work(tries)))
    expect(wrong).toEqual([])
  })
})
