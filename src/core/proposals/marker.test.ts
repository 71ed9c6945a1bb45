import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aMarker, aProposal } from '../../../test/support/builders.ts'
import { formatMarker, parseMarker, withMarker, withoutMarker } from './marker.ts'

const text = fc.string({ unit: 'binary' })

describe('marker', () => {
  it('reads back what it wrote, whatever versions and names hold', () => {
    fc.assert(
      fc.property(text, text, text, (id, from, to) => {
        const marker = aMarker(aProposal(), { id, upgrades: [{ component: id, environment: null, from, to }] })
        expect(parseMarker(withMarker('body', marker))).toEqual(marker)
        expect(formatMarker(marker).indexOf('-->')).toBe(formatMarker(marker).length - 3)
      }),
    )
  })

  it('keeps the body that people see, through any number of rewrites', () => {
    const marker = aMarker(aProposal())
    expect(withoutMarker(withMarker(withMarker('A body.\r\nTwo lines.', marker), marker))).toBe('A body.\nTwo lines.')
  })

  it('takes a body without a well-formed marker for none of ours', () => {
    for (const body of ['', 'text', '<!-- pinwarden:', '<!-- pinwarden:{} -->', '<!-- pinwarden:{"version":2} -->'])
      expect(parseMarker(body)).toBeNull()
  })
})
