import * as z from 'zod'
import type { AdvisoryAnswer } from '../../core/model/advisory-answer.ts'
import type { Cause } from '../../core/model/release.ts'
import type { HttpResponse } from '../../ports/http.ts'
import { originOf, staleNotice, unreadableNotice } from '../_answers.ts'
import { type Fetched, fetchJson, readableRows } from '../_fetch.ts'
import { repositoryName } from '../_github-endpoints.ts'
import { nextPage } from '../_links.ts'
import type { DatasourceIo } from '../contract.ts'
import type { AdvisoryRequest, AdvisorySource, AskedPackage } from './contract.ts'
import { GITHUB_ECOSYSTEMS, type GithubAdvisory, githubAdvisorySchema, type OsvJson, toOsv } from './github-to-osv.ts'

/** What was read of one list. */
type Listed = { advisories: GithubAdvisory[]; responses: HttpResponse[]; notices: string[] } | { cause: Cause }

/** A list of advisories, and the repository that it is the list of. */
interface List {
  url: string
  repository?: string
}

/** No package or repository has as many; each page holds 100. */
const MAX_PAGES = 10

/** Asks GitHub: its advisory database by package, and repositories for the advisories that they publish themselves. */
export const githubAdvisories: AdvisorySource = {
  id: 'github',
  label: 'The advisory database of GitHub, and what repositories publish themselves',
  docs: 'https://docs.github.com/en/rest/security-advisories',
  async lookUp(requests, io) {
    const lists = new Map(requests.flatMap(listsOf(io)).map((list) => [list.url, list]))
    const read = new Map(await Promise.all([...lists.values()].map(async (list) => [list.url, await readList(list, io)] as const)))
    return requests.map((request) => answerOf(request, listsOf(io)(request), read))
  },
}

function listsOf(io: DatasourceIo): (request: AdvisoryRequest) => List[] {
  const root = io.baseUrl('github')
  return ({ packages }) => packages.flatMap((one) => listsFor(one, root))
}

/** Reviewed advisories and malware are lists of their own. Versions are not asked for: ranges come with the answer and say more. */
function listsFor({ ecosystem, package: name }: AskedPackage, root: string): List[] {
  if (ecosystem === 'GIT') {
    const repository = repositoryName(name.replace(/^https:\/\/github\.com\//, '').replace(/\.git$/, ''))
    if (repository === null) return []
    const path = `${repository.owner}/${repository.name}`
    return [{ url: `${root}/repos/${path}/security-advisories?state=published&per_page=100`, repository: path }]
  }
  const github = Object.hasOwn(GITHUB_ECOSYSTEMS, ecosystem) ? GITHUB_ECOSYSTEMS[ecosystem] : undefined
  if (github === undefined || !/^[@\w][\w@/.:~-]{0,200}$/.test(name)) return []
  return ['reviewed', 'malware'].map((type) => ({
    url: `${root}/advisories?type=${type}&ecosystem=${github}&affects=${encodeURIComponent(name)}&per_page=100`,
  }))
}

async function readList(list: List, io: DatasourceIo): Promise<Listed> {
  const advisories: GithubAdvisory[] = []
  const responses: HttpResponse[] = []
  let unreadable = 0
  let url: string | null = list.url
  for (let page = 0; url !== null && page < MAX_PAGES; page += 1) {
    const answer: Fetched<unknown[]> = await fetchJson(io.http, { url, ...ASK }, z.array(z.unknown()), 'advisories on GitHub')
    if (!answer.ok) {
      // A repository that is gone publishes nothing.
      const gone = list.repository !== undefined && answer.cause.code === 'not-found'
      return gone ? { advisories: [], responses: [], notices: [] } : { cause: answer.cause }
    }
    const { rows, unreadable: odd } = readableRows(answer.value, githubAdvisorySchema)
    advisories.push(...rows)
    unreadable += odd
    responses.push(answer.response)
    url = nextPage(answer.response.headers['link'], answer.response.url).next
  }
  return { advisories, responses, notices: [...unreadableNotice(unreadable), ...(url === null ? [] : ['later pages were not read'])] }
}

const ASK = { service: 'github-releases', headers: { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' } }

function answerOf(request: AdvisoryRequest, lists: readonly List[], read: ReadonlyMap<string, Listed>): AdvisoryAnswer {
  if (lists.length === 0) {
    const names = request.packages.map((one) => `${one.ecosystem} ${one.package}`).join(', ')
    return { ok: false, cause: { code: 'invalid-query', message: `GitHub lists no advisories for ${names.slice(0, 200) || 'it'}` } }
  }
  const records = new Map<string, OsvJson>()
  const responses: HttpResponse[] = []
  const notices = new Set<string>()
  for (const { url, repository } of lists) {
    const listed = read.get(url)
    if (listed === undefined) continue
    if ('cause' in listed) return { ok: false, cause: listed.cause }
    responses.push(...listed.responses)
    for (const notice of listed.notices) notices.add(notice)
    for (const advisory of listed.advisories) {
      const { record, unread } = toOsv(advisory, repository)
      if (unread > 0) notices.add(`${advisory.ghsa_id} names versions in words that cannot be read`)
      // The database's own entry and that of the repository are one advisory: what each says is affected counts.
      const known = records.get(record.id)
      records.set(record.id, known === undefined ? record : { ...known, affected: [...known.affected, ...record.affected] })
    }
  }
  const said = [...notices, ...staleNotice(responses)]
  return {
    ok: true,
    records: [...records.values()],
    origin: responses.length === 0 ? 'api' : originOf(responses.map((one) => one.origin)),
    ...(said.length > 0 && { notices: said }),
  }
}
