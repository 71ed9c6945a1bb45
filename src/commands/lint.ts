import { type Problem, ProblemError } from '../core/model/problems.ts'
import type { FileState } from '../core/model/proposal.ts'
import { problemRow } from '../core/reports/problems.ts'
import type { LintReport } from '../core/reports/report.ts'
import type { Workspace } from '../ports/workspace.ts'
import { needsListing, pinPaths, readPins } from './current.ts'
import { driftProblems } from './drift.ts'
import { findRegistry, type LoadedRegistry, readRegistry } from './load.ts'
import type { Ports, Request } from './ports.ts'
import { declaredScheme } from './scheme.ts'
import { selectScopes } from './scopes.ts'

/** Checks the registry and every pin that it names. Mistakes are the answer, not a failure: all of them, in order of place. */
export async function lint(ports: Ports, request: Request): Promise<{ report: LintReport; problems: readonly Problem[] }> {
  const { workspace } = await ports.files('look')
  const checked = await checkAll(workspace, request)
  const problems = inOrder(checked.problems)
  const report: LintReport = {
    schema: 'pinwarden/lint@1',
    command: 'lint',
    result: problems.length === 0 ? 'ok' : 'findings',
    registry: checked.registry,
    components: checked.components,
    pins: checked.pins,
    problems: problems.map(problemRow),
  }
  return { report, problems }
}

interface Checked {
  registry: string | null
  components: number
  pins: number
  problems: readonly Problem[]
}

async function checkAll(workspace: Workspace, request: Request): Promise<Checked> {
  let file: FileState | null = null
  try {
    file = await findRegistry(workspace, request.registry)
    const loaded = readRegistry(file)
    return { registry: file.path, ...(await checkPins(workspace, request, loaded)) }
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    return { registry: file?.path ?? null, components: 0, pins: 0, problems: error.problems }
  }
}

async function checkPins(workspace: Workspace, request: Request, loaded: LoadedRegistry): Promise<Omit<Checked, 'registry'>> {
  const scopes = selectScopes(loaded, request)
  const components = scopes.flatMap((scope) => scope.selected)
  const listed = needsListing(components) ? await workspace.list() : []
  const files = await workspace.read(pinPaths(components, listed))
  const read = components.map((component) => ({ component, pins: readPins(component, files, listed) }))
  return {
    components: new Set(components.map((component) => component.name)).size,
    pins: read.reduce((count, one) => count + one.pins.values.length, 0),
    problems: [
      ...loaded.warnings,
      ...read.flatMap(({ component, pins }) => [...pins.problems, ...driftProblems(component, pins, declaredScheme(component))]),
    ],
  }
}

function inOrder(problems: readonly Problem[]): Problem[] {
  const key = ({ at }: Problem) =>
    [at?.file ?? '', String(at?.line ?? 0).padStart(8, '0'), String(at?.column ?? 0).padStart(8, '0')].join('\0')
  return [...problems].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
}
