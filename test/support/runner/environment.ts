import { join } from 'node:path'

export interface EventContext {
  repository: string
  sha: string
  /** `refs/heads/main` */
  ref: string
  eventName: string
  actor: string
  runId: number
  runAttempt: number
}

export interface RunnerPlaces {
  /** Work folder; empty, for nothing was checked out. */
  workspace: string
  /** Folder of the runner's own files. */
  temp: string
  home: string
  action: string
}

/** Files by which a step talks to its runner. */
export function commandFiles(
  temp: string,
): Record<'GITHUB_OUTPUT' | 'GITHUB_ENV' | 'GITHUB_STATE' | 'GITHUB_STEP_SUMMARY' | 'GITHUB_PATH' | 'GITHUB_EVENT_PATH', string> {
  return {
    GITHUB_OUTPUT: join(temp, 'set_output'),
    GITHUB_ENV: join(temp, 'set_env'),
    GITHUB_STATE: join(temp, 'save_state'),
    GITHUB_STEP_SUMMARY: join(temp, 'step_summary'),
    GITHUB_PATH: join(temp, 'add_path'),
    GITHUB_EVENT_PATH: join(temp, 'event.json'),
  }
}

/** The variables that a hosted runner sets for a step. GITHUB_TOKEN is not among them: a step gets it as an input only. */
export function runnerEnvironment(
  context: EventContext,
  places: RunnerPlaces,
  urls: { api: string; graphql: string; server: string },
): Record<string, string> {
  const [owner = ''] = context.repository.split('/')
  const refName = context.ref.replace(/^refs\/(heads|tags|pull)\//, '')
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: places.home,
    LANG: 'C.UTF-8',
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION: '__self',
    GITHUB_ACTION_PATH: places.action,
    GITHUB_ACTOR: context.actor,
    GITHUB_TRIGGERING_ACTOR: context.actor,
    GITHUB_API_URL: urls.api,
    GITHUB_GRAPHQL_URL: urls.graphql,
    GITHUB_SERVER_URL: urls.server,
    GITHUB_BASE_REF: '',
    GITHUB_HEAD_REF: '',
    GITHUB_EVENT_NAME: context.eventName,
    GITHUB_JOB: 'pinwarden',
    GITHUB_REF: context.ref,
    GITHUB_REF_NAME: refName,
    GITHUB_REF_PROTECTED: 'false',
    GITHUB_REF_TYPE: context.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    GITHUB_REPOSITORY: context.repository,
    GITHUB_REPOSITORY_OWNER: owner,
    GITHUB_RETENTION_DAYS: '90',
    GITHUB_RUN_ATTEMPT: String(context.runAttempt),
    GITHUB_RUN_ID: String(context.runId),
    GITHUB_RUN_NUMBER: '1',
    GITHUB_SHA: context.sha,
    GITHUB_WORKFLOW: 'Pinwarden',
    GITHUB_WORKFLOW_REF: `${context.repository}/.github/workflows/pinwarden.yml@${context.ref}`,
    GITHUB_WORKSPACE: places.workspace,
    RUNNER_ARCH: 'X64',
    RUNNER_ENVIRONMENT: 'github-hosted',
    RUNNER_NAME: 'GitHub Actions 1',
    RUNNER_OS: 'Linux',
    RUNNER_TEMP: places.temp,
    RUNNER_TOOL_CACHE: join(places.temp, 'tools'),
    ...commandFiles(places.temp),
  }
}
