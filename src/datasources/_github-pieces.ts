import * as z from 'zod'
import type { Cause } from '../core/model/release.ts'
import type { KeptName } from '../ports/http.ts'
import { parseJson } from './_fetch.ts'
import type { GithubEndpoints } from './_github-endpoints.ts'
import { askGraphql, causeOfError, type GraphqlAnswer, isHeavy } from './_github-graphql.ts'
import type { DatasourceIo } from './contract.ts'

/** One field of one repository, and who wants its value. */
export interface Piece {
  repository: { owner: string; name: string; endpoints: GithubEndpoints }
  /** A GraphQL field of `Repository`, without alias. */
  field: string
  /** The raw value; null where there is none. */
  take(value: unknown): void
  fail(cause: Cause): void
}

/** So many fields stand in one question. Notes are long: a question must fit into the server's ten seconds. */
const PIECES = 80

/** Asks for many fields of many repositories in few questions; what is kept and young is not asked. Whatever happens, each piece is taken or fails. */
export async function askPieces(all: readonly Piece[], service: string, io: DatasourceIo): Promise<void> {
  const keeping = keepingPieces(service, io)
  const pieces = all.filter((piece) => !keeping.recall(piece)).map(keeping.watch)
  const groups = Map.groupBy(pieces, ({ repository }) => repository.endpoints.graphql)
  const chunks = [...groups].flatMap(([url, group]) => chunksOf(group, PIECES).map((chunk) => ({ url, chunk })))
  await Promise.all(chunks.map(({ url, chunk }) => ask(chunk, url, service, io)))
  keeping.flush()
}

/** Values are kept one by one, whatever question they came with. An old one stands in where its piece cannot be had now. */
function keepingPieces(service: string, io: DatasourceIo) {
  const nameOf = ({ repository, field }: Piece): KeptName => {
    const name = JSON.stringify(['github-field', `${repository.owner}/${repository.name}`.toLowerCase(), field])
    return { url: repository.endpoints.rest, service, name }
  }
  const read: (KeptName & { text: string })[] = []
  return {
    recall(piece: Piece): boolean {
      const kept = io.http.kept?.get(nameOf(piece)) ?? null
      const value = kept?.fresh === true ? parseJson(kept.text, z.unknown()) : null
      if (value?.ok === true) piece.take(value.value)
      return value?.ok === true
    },
    watch: (piece: Piece): Piece => ({
      ...piece,
      take(value) {
        read.push({ ...nameOf(piece), text: JSON.stringify(value) })
        piece.take(value)
      },
      fail(cause) {
        const kept = cause.code === 'not-found' ? null : (io.http.kept?.get(nameOf(piece)) ?? null)
        const value = kept === null ? null : parseJson(kept.text, z.unknown())
        if (value?.ok === true) piece.take(value.value)
        else piece.fail(cause)
      },
    }),
    flush: () => {
      if (read.length > 0) io.http.kept?.set(read)
    },
  }
}

async function ask(pieces: readonly Piece[], url: string, service: string, io: DatasourceIo): Promise<void> {
  const repositories = [...Map.groupBy(pieces, ({ repository: { owner, name } }) => `${owner}/${name}`.toLowerCase()).values()]
  const answer = await askGraphql(io, url, service, questionOf(repositories), repositories.length)
  if (answer.ok) {
    for (const [index, group] of repositories.entries()) handOut(group, `r${index}`, answer)
  } else if (answer.kind === 'too-heavy' && pieces.length > 1) {
    const half = pieces.length >> 1
    await ask(pieces.slice(0, half), url, service, io)
    await ask(pieces.slice(half), url, service, io)
  } else {
    for (const piece of pieces) piece.fail(answer.cause)
  }
}

function questionOf(repositories: readonly (readonly Piece[])[]): string {
  const parts = repositories.map((pieces, index) => {
    const { owner, name } = pieces[0]?.repository ?? { owner: '', name: '' }
    const fields = pieces.map(({ field }, at) => `p${at}: ${field}`).join(' ')
    return `r${index}: repository(owner: ${JSON.stringify(owner)}, name: ${JSON.stringify(name)}) { ${fields} }`
  })
  return `query {\n${parts.join('\n')}\n}`
}

function handOut(pieces: readonly Piece[], alias: string, answer: Extract<GraphqlAnswer, { ok: true }>): void {
  const repository = answer.data[alias]
  const errors = answer.errors.filter(({ path }) => path?.[0] === alias)
  const whole = typeof repository === 'object' && repository !== null ? new Map(Object.entries(repository)) : null
  for (const [at, piece] of pieces.entries()) {
    const { owner, name } = piece.repository
    const what = `repository ${owner}/${name}`
    const error = errors.find(({ path }) => path?.[1] === `p${at}`) ?? (whole === null ? errors[0] : undefined)
    const value = whole?.get(`p${at}`) ?? null
    if (value === null && error !== undefined && (whole === null || isHeavy(error))) piece.fail(causeOfError(error, what))
    else if (whole === null) piece.fail({ code: 'not-found', message: `${what} is not there, or not visible` })
    else piece.take(value)
  }
}

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))
}
