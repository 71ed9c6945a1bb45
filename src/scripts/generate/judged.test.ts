import { describe, expect, it } from 'vitest'
import { judgedSentences, parseJudged, sentencesSchema } from './judged.ts'

describe('entries that people judged', () => {
  it('reads entries by project, with comments between them', () => {
    const [entry, ...more] = parseJudged('# owner/name 1.0 2.0\n1\topens\tremoved\tbullet\tremove CODE\n\n')
    expect(entry).toEqual({ breaking: true, release: 'opens', place: 'removed', shape: 'bullet', form: 'remove CODE' })
    expect(more).toEqual([])
  })

  it('says which line of the judged entries is none', () => {
    expect(() => parseJudged('# owner/name 1.0 2.0\n1\topens\tnowhere\tbullet\tremove CODE\n')).toThrow(/line 2/)
  })

  it('takes sentences on which readers agree, and leaves out the others', () => {
    const rows = sentencesSchema.parse([
      { text: 'Remove `a`', section: 'Removed', version: '2.0.0', breaking: true },
      { text: 'Perhaps', breaking: null },
    ])
    const entries = judgedSentences(rows)
    expect(new Set(entries.map(({ form }) => form))).toEqual(new Set(['remove CODE']))
    expect(entries[0]).toMatchObject({ place: 'removed', release: 'opens', breaking: true })
  })
})
