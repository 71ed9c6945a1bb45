import type { Repository } from '../state.ts'
import type { RestCall } from './router.ts'

/** The address of a page below the repository's number, which is what GitHub's Link headers use whatever was asked. */
export function repositoryPath(path: string, repo: Repository | undefined): string {
  return repo === undefined ? path : path.replace(/^\/repos\/[^/]+\/[^/]+/, `/repositories/${repo.id}`)
}

export interface Page<T> {
  items: T[]
  headers: Record<string, string>
}

/** The page that `page` and `per_page` ask for, with its Link header. */
export function paginate<T>(call: RestCall, all: readonly T[]): Page<T> {
  const size = Math.min(Math.max(whole(call.query['per_page'], 30), 1), 100)
  const page = Math.max(whole(call.query['page'], 1), 1)
  const last = Math.max(Math.ceil(all.length / size), 1)
  const links: string[] = []
  const link = (number: number, rel: string) => {
    const query = new URLSearchParams(call.address.query)
    query.set('page', String(number))
    links.push(`<${call.urls.rest}${call.address.path}?${query}>; rel="${rel}"`)
  }
  if (page > 1) link(Math.min(page - 1, last), 'prev')
  if (page < last) link(page + 1, 'next')
  if (page < last) link(last, 'last')
  if (page > 1) link(1, 'first')
  return { items: all.slice((page - 1) * size, page * size), headers: links.length === 0 ? {} : { link: links.join(', ') } }
}

function whole(value: unknown, fallback: number): number {
  const number = Number(value)
  return value === undefined || !Number.isInteger(number) ? fallback : number
}
