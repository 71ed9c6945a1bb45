import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { type ChildResult, runNode } from './runner/child.ts'
import { commandFiles, runnerEnvironment } from './runner/environment.ts'
import { readFileCommands } from './runner/file-commands.ts'
import { inputEnvironment } from './runner/inputs.ts'
import { mask, readWorkflowCommands, type WorkflowLog } from './runner/workflow-commands.ts'

export interface ActionRun {
  /** The bundle; `dist/action/index.js` of the project unless told. */
  bundle?: string
  /** Manifest whose inputs and defaults count; `action.yml` of the project unless told. */
  manifest?: string
  inputs?: Readonly<Record<string, string | boolean | number>>
  /** Name and payload of the event that started the workflow. */
  event?: { name: string; payload?: unknown }
  /** `owner/name` */
  repository: string
  sha: string
  ref?: string
  actor?: string
  /** A GitHub to talk to. */
  double: { url: string; restUrl: string; graphqlUrl: string }
  /** What `${{ github.token }}` stands for. */
  token: string
  /** More variables, as a workflow's `env:` would set them. */
  env?: Readonly<Record<string, string>>
  runId?: number
  runAttempt?: number
  kill?: AbortSignal
  timeout?: number
}

export interface ActionResult extends ChildResult, WorkflowLog {
  outputs: Record<string, string>
  /** Variables for later steps. */
  exported: Record<string, string>
  state: Record<string, string>
  /** Markdown of the job summary. */
  summary: string
  /** Everything that became public (log, summary, outputs) with the masks applied: a token must not stand in it. */
  visible: string
}

const project = resolve(import.meta.dirname, '..', '..')

/** Runs the bundled Action in a process of its own as a hosted runner does: clean environment, inputs with defaults, empty work folder. */
export async function runAction(run: ActionRun): Promise<ActionResult> {
  const root = await mkdtemp(join(tmpdir(), 'action-run-'))
  try {
    const places = { workspace: join(root, 'work'), temp: join(root, 'temp'), home: join(root, 'home'), action: project }
    for (const path of [places.workspace, places.temp, places.home]) await mkdir(path)
    const files = commandFiles(places.temp)
    for (const path of Object.values(files)) await writeFile(path, '')
    await writeFile(files.GITHUB_EVENT_PATH, JSON.stringify(eventPayload(run)))
    const bundle = resolve(project, run.bundle ?? 'dist/action/index.js')
    const manifest = run.manifest ?? join(run.bundle === undefined ? project : dirname(bundle), 'action.yml')
    const env = {
      ...runnerEnvironment(
        {
          repository: run.repository,
          sha: run.sha,
          ref: run.ref ?? 'refs/heads/main',
          eventName: run.event?.name ?? 'workflow_dispatch',
          actor: run.actor ?? 'octocat',
          runId: run.runId ?? 1,
          runAttempt: run.runAttempt ?? 1,
        },
        places,
        { api: run.double.restUrl, graphql: run.double.graphqlUrl, server: run.double.url },
      ),
      ...run.env,
      ...inputEnvironment(manifest, run.inputs ?? {}, run.token),
    }
    const child = await runNode([bundle], {
      cwd: places.workspace,
      env,
      ...(run.kill === undefined ? {} : { kill: run.kill }),
      ...(run.timeout === undefined ? {} : { timeout: run.timeout }),
    })
    return await collect(child, files, run.token)
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

/** What every event has, below what the test gives. */
function eventPayload(run: ActionRun): Record<string, unknown> {
  const [owner = '', name = ''] = run.repository.split('/')
  const repository = { name, full_name: run.repository, owner: { login: owner }, default_branch: 'main' }
  const payload = typeof run.event?.payload === 'object' && run.event.payload !== null ? run.event.payload : {}
  return { repository, sender: { login: run.actor ?? 'octocat', type: 'User' }, ...payload }
}

async function collect(child: ChildResult, files: ReturnType<typeof commandFiles>, token: string): Promise<ActionResult> {
  const log = readWorkflowCommands(child.stdout)
  const summary = await readFile(files.GITHUB_STEP_SUMMARY, 'utf8')
  const outputs = readFileCommands(await readFile(files.GITHUB_OUTPUT, 'utf8'))
  // The runner knows its own token as a secret, whatever the action masks.
  const masks = [...log.masks, token]
  const shown = [log.text, child.stderr, summary, ...Object.values(outputs), ...log.annotations.map((one) => one.message)].join('\n')
  return {
    ...child,
    ...log,
    outputs,
    exported: readFileCommands(await readFile(files.GITHUB_ENV, 'utf8')),
    state: readFileCommands(await readFile(files.GITHUB_STATE, 'utf8')),
    summary,
    visible: mask(shown, masks),
  }
}
