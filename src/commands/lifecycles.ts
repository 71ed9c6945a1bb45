import { SECOND } from '../core/model/instant.ts'
import type { Answer, ReleaseLine } from '../core/model/release.ts'
import type { ResolvedComponent } from '../core/registry/resolved.ts'
import { knownProduct } from '../core/safety/endoflife-products.ts'
import type { LifecycleEvidence } from '../core/safety/evidence.ts'
import type { DatasourceIo } from '../datasources/contract.ts'
import { datasources } from '../datasources/index.ts'
import type { Http } from '../ports/http.ts'
import type { Recording } from './recording.ts'
import type { ScopeSituation, Situation } from './situation.ts'

/** How long data that nobody asked for is waited for. */
const GUESS_PATIENCE = 5 * SECOND

/** End-of-life data of the products that steps are about, and of those whose long-term lines are to be followed; each asked once. */
export async function readLifecycles(situation: Situation, io: DatasourceIo): Promise<Record<string, Answer>> {
  const products = new Map<string, { component: string; named: boolean }>()
  for (const component of situation.scopes.flatMap(wantedIn)) {
    const product = productOf(component)
    if (product === null || component.source?.datasource === 'endoflife') continue
    const named = component.lifecycle?.endoflife !== undefined || component.strategy === 'lts' || products.get(product)?.named === true
    products.set(product, { component: component.name, named })
  }
  const ask = async (named: boolean, through: DatasourceIo) => {
    const wanted = [...products].filter(([, one]) => one.named === named)
    const queries = wanted.map(([product, { component }]) => ({ component, package: product, source: {} }))
    const answers = await datasources.endoflife.discover(queries, through)
    return wanted.flatMap(([product], index): [string, Answer][] => {
      const answer = answers[index]
      return answer === undefined ? [] : [[product, lean(answer)]]
    })
  }
  const found = await Promise.all([ask(true, io), ask(false, { ...io, http: impatient(io.http) })])
  return Object.fromEntries(found.flat().sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Components with a step, and those that cannot have one before their lines are known. */
function wantedIn({ steps, resolution }: ScopeSituation): ResolvedComponent[] {
  const moving = new Set(steps.map(({ component }) => component))
  return [...resolution.outcomes.values()].flatMap(({ component }) => {
    const follows = component.strategy === 'lts' && component.ltsLines.length === 0 && component.inherited !== true
    return moving.has(component.name) || follows ? [component] : []
  })
}

/** Lines for resolution, by component, where they come from another source than its releases. Empty before anything was asked. */
export function linesIn(
  components: readonly ResolvedComponent[],
  answers: ReadonlyMap<string, Answer>,
  recording: Pick<Recording, 'lifecycles'>,
): Map<string, readonly ReleaseLine[]> {
  if (Object.keys(recording.lifecycles).length === 0) return new Map()
  return new Map(
    components.flatMap((component): [string, readonly ReleaseLine[]][] => {
      const answer = answers.get(component.name)
      if (component.inherited === true || answer?.ok !== true) return []
      const { lines } = lifecycleOf(component, answer, recording)
      return lines.length === 0 || lines === answer.lines ? [] : [[component.name, lines]]
    }),
  )
}

/** The lines of a component: those of the product that the registry names, else its own datasource's, else those of a well-known product. */
export function lifecycleOf(
  component: ResolvedComponent,
  answer: Answer | undefined,
  { lifecycles }: Pick<Recording, 'lifecycles'>,
): LifecycleEvidence {
  const own = answer?.ok === true ? answer : undefined
  const upstream = own?.upstream === undefined ? {} : { upstream: own.upstream }
  const named = component.lifecycle?.endoflife
  const product = productOf(component)
  const page = product === null ? {} : { page: `https://endoflife.date/${product}` }
  if (own?.lines !== undefined && named === undefined) return { lines: own.lines, ...page, ...upstream }
  const read = product === null ? undefined : lifecycles[product]
  if (read?.ok === true) return { lines: read.lines ?? [], ...page, ...upstream }
  if (typeof named === 'string') return { lines: [], missing: read?.cause.message ?? `${named} was not asked for`, ...upstream }
  return { lines: [], ...(read === undefined ? {} : { silence: read.cause.message }), ...upstream }
}

function productOf({ lifecycle, source }: ResolvedComponent): string | null {
  if (lifecycle?.endoflife === false) return null
  return lifecycle?.endoflife ?? knownProduct(source)
}

/** The lines alone: the rest of the answer is a list of releases that nobody looks at. */
function lean(answer: Answer): Answer {
  return answer.ok
    ? { ok: true, releases: [], origin: answer.origin, ...(answer.lines === undefined ? {} : { lines: answer.lines }) }
    : answer
}

/** One short try: data that nobody asked for must not keep a run waiting where it cannot be had. */
function impatient(http: Http): Http {
  return { request: (request) => http.request({ ...request, retries: 0, timeout: GUESS_PATIENCE }) }
}
