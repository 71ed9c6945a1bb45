import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aMarker, aProposal } from '../../../test/support/builders.ts'
import { asksRebuild, formatMarker, parseMarker, withMarker, withoutMarker } from './marker.ts'

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

describe('what people write around it', () => {
  const marker = aMarker(aProposal())
  const first = withMarker('Ours.', marker)

  it('stays where it stands when ours is written anew', () => {
    const edited = `Please merge after the freeze.\r\n\r\n${first}\nAsked Ada on Monday.\n`
    const next = withMarker('Ours, newer.', { ...marker, commit: 'c2' }, edited)
    expect(next).toMatch(/^Please merge after the freeze\.\n\n[\s\S]*Ours, newer\.[\s\S]*Asked Ada on Monday\.\n$/)
    expect(withoutMarker(next)).toBe('Ours, newer.')
    expect(withMarker('Ours, newer.', { ...marker, commit: 'c2' }, next)).toBe(next)
    expect(next).not.toContain('Ours.\n')
  })

  it('stays also where somebody threw our part away', () => {
    expect(withMarker('Ours.', marker, 'All mine.')).toMatch(/^All mine\.\n\n<!-- pinwarden-begin -->\nOurs\./)
  })

  it('is never cut: ours gives way to what a forge can hold', () => {
    const around = `${'x'.repeat(20_000)}\n\n${first}`
    const body = withMarker('y\n'.repeat(31_000), marker, around)
    expect(body.length).toBeLessThan(65_536)
    expect(body.startsWith('x'.repeat(20_000))).toBe(true)
    expect(parseMarker(body)).toEqual(marker)
  })

  it('asks for a new build by a tick', () => {
    expect(asksRebuild(first)).toBe(false)
    expect(asksRebuild(first.replace('- [ ]', '- [x]'))).toBe(true)
    expect(asksRebuild(withMarker('Ours.', marker, first.replace('- [ ]', '- [x]')))).toBe(false)
  })
})
