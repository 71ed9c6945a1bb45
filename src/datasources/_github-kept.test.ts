import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Release } from '../core/model/release.ts'
import type { Http } from '../ports/http.ts'
import type { Listing } from './_github-batches.ts'
import { jobsOf } from './_github-jobs.ts'
import { keepLists, recallFresh } from './_github-kept.ts'
import { resolveBaseUrls } from './base-url.ts'
import { datasources } from './index.ts'

const { baseUrl } = resolveBaseUrls(datasources, { env: {}, configured: {} })
const FOLDER = 'https://github.com/o/r/releases/tag/'
const listing: Listing = {
  service: 'github-releases',
  isTags: false,
  folder: () => FOLDER,
  selection: () => '',
  read: () => '',
  restNewestFirst: true,
  restPath: () => '',
  readRest: () => ({ releases: [], skipped: 0, unreadable: 0 }),
}

function memory(): Pick<Http, 'kept' | 'request'> {
  const texts = new Map<string, string>()
  return {
    request: () => Promise.reject(new Error('asked')),
    kept: {
      get({ name }) {
        const text = texts.get(name)
        return text === undefined ? null : { text, storedAt: 0, fresh: true }
      },
      set(all) {
        for (const { name, text } of all) texts.set(name, text)
      },
    },
  }
}

const job = (io: Parameters<typeof jobsOf>[2]) => {
  const [one] = jobsOf([{ component: 'c', package: 'o/r', source: {} }], 'github-releases', io, () => ({ maxPages: 10 })).jobs
  if (one === undefined) throw new Error('no job')
  return one
}

const release = fc
  .record({
    tag: fc.stringMatching(/^[\w./+@-]{1,20}$/),
    date: fc.option(fc.integer({ min: 1, max: 4_102_444_800_000 }), { nil: undefined }),
    commit: fc.option(fc.stringMatching(/^[0-9a-f]{40}$/), { nil: undefined }),
    prerelease: fc.boolean(),
  })
  .map(({ tag, date, commit, prerelease }): Release => {
    const url = FOLDER + (/^[\w.~-]+$/.test(tag) ? tag : encodeURIComponent(tag))
    return {
      tag,
      version: tag,
      url,
      ...(date !== undefined && { date }),
      ...(commit !== undefined && { commit }),
      ...(prerelease && { prerelease }),
    }
  })

it('gives the next run every release of a list as it was read', () => {
  fc.assert(
    fc.property(fc.array(release, { maxLength: 30 }), (releases) => {
      const io = { http: memory(), baseUrl }
      const read = job(io)
      Object.assign(read, { releases, end: 'whole', state: 'done' })
      read.responses.push({ origin: 'network' })
      keepLists([read], listing, io)
      const recalled = job(io)
      recallFresh([recalled], listing, io)
      expect(recalled.state).toBe('done')
      expect(recalled.releases).toEqual(releases)
    }),
  )
})
