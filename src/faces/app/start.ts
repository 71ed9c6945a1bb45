import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import { Probot, ProbotOctokit } from 'probot'
import { ProblemError } from '../../core/model/problems.ts'
import { checkWebAddress } from '../../core/model/web-address.ts'
import { type Env, type ForgeAddress, forgeAddress } from '../compose.ts'
import { pinwardenApp } from './app.ts'
import { createDeliveries } from './deliveries.ts'
import { createAppServer } from './http.ts'
import { createLogger } from './log.ts'
import { createMetrics } from './metrics.ts'
import { findMissed } from './missed.ts'
import { readOwnerSecrets } from './owner-secrets.ts'
import { obeyComment, reviewChange } from './run-pull.ts'
import { createRunQueue, type Leftover } from './run-queue.ts'
import { runRepository } from './run-repository.ts'
import { watchRepository } from './run-watch.ts'
import { startSchedule } from './schedule.ts'
import { createService, type Service } from './service.ts'
import { type AppSettings, readSettings } from './settings.ts'
import { surveyInstallation } from './survey.ts'
import { systemTimer, type Timer } from './timer.ts'
import { createTokens } from './tokens.ts'

/** Ids of deliveries that are remembered: at 80 bytes each, and a busy organisation's of many hours. */
const REMEMBERED = 20_000

export interface RunningApp {
  url: string
  service: Service
  log: Logger
  /** Takes nothing more, lets running work end within the settings' bound, closes the server. */
  stop(): Promise<Leftover>
}

type AppOctokit = Awaited<ReturnType<Probot['auth']>>

/** The composition root of the App. @throws ProblemError `usage` for settings that are missing or wrong */
export async function startApp(env: Env, given: { timer?: Timer; log?: Logger } = {}): Promise<RunningApp> {
  // 1. settings
  const settings = readSettings(env)
  const forge = forgeAddress(env, undefined)
  const secrets = readOwnerSecrets(settings.ownerSecrets)
  const timer = given.timer ?? systemTimer
  const log = given.log ?? createLogger(settings.logLevel)
  // 2. who we are
  const probot = await signIn(settings, forge, log)
  const octokit = await probot.auth()
  const identity = whoAmI(octokit, log)
  // 3. the work
  const queue = createRunQueue({
    concurrency: settings.concurrency,
    now: timer.now,
    onError: (err, key) => log[err instanceof ProblemError ? 'warn' : 'error']({ err, key }, 'work failed'),
  })
  const metrics = createMetrics(queue.status, timer.now)
  const tokens = createTokens((request) => octokit.rest.apps.createInstallationAccessToken(request), timer.now)
  const allowedHosts = hostsNamedBy(env, settings)
  const settingsOfRuns = { env, secrets, allowedHosts, metrics }
  const service = createService({
    queue,
    deliveries: createDeliveries(REMEMBERED),
    metrics,
    log,
    timer,
    tokens: tokens.source,
    run: (repository, source, logger) => runRepository(repository, source, settingsOfRuns, logger),
    review: (repository, subject, source, logger) => reviewChange(repository, subject, source, settingsOfRuns, logger),
    watch: (repository, source, logger) => watchRepository(repository, source, settingsOfRuns, logger),
    comment: (repository, event, source, logger) => obeyComment(repository, event, source, settingsOfRuns, logger),
    survey: (installation, source) => surveyInstallation(installation, source, forge, (note) => metrics.forge(installation, note)),
    missed: (repository, source) =>
      findMissed(repository, source, { forge, now: timer.now(), onAnswer: (note) => metrics.forge(repository.installation, note) }),
    installations: () => listInstallations(octokit),
    self: identity,
  })
  // 4. the doors
  await probot.load(pinwardenApp(service))
  // Probot's own handler tells of wrong signatures already; the middleware would tell of each a second time.
  const webhook = await probot.getNodeMiddleware({ path: settings.webhookPath, log: log.child({}, { level: 'silent' }) })
  const { webhookPath, metricsToken } = settings
  const server = createAppServer({
    webhook: async (request, response) => webhook(request, response),
    ...{ webhookPath, metricsToken, metrics, log },
    queue: queue.status,
    lastRun: service.lastRun,
    now: timer.now,
  })
  const url = await listen(server, settings)
  const schedule = startSchedule(settings.schedule, timer, async () => {
    await service.round().catch((error: unknown) => {
      log.warn({ err: error }, 'the round over all installations failed')
      throw error
    })
  })
  log.info({ url }, 'listening')
  const stop = async () => {
    schedule.stop()
    const leftover = await queue.close(settings.shutdown)
    await close(server)
    return leftover
  }
  return { url, service, log, stop }
}

async function signIn(settings: AppSettings, forge: ForgeAddress, log: Logger): Promise<Probot> {
  const { appId, privateKey, webhookSecret: secret, webhookPath } = settings
  // Probot would issue one token a second, and thereby begin no more than one run: https://github.com/octokit/plugin-throttling.js#readme
  const Octokit = ProbotOctokit.defaults({ throttle: { enabled: false } })
  const probot = new Probot({ Octokit, appId, privateKey, secret, webhookPath, log, baseUrl: forge.apiUrl.replace(/\/+$/, '') })
  return probot.ready()
}

/** Our login, asked for once in the background: a GitHub that does not answer must not keep the App from starting. */
function whoAmI(octokit: AppOctokit, log: Logger): () => string | null {
  let login: string | null = null
  octokit.rest.apps.getAuthenticated().then(
    ({ data }) => {
      login = data === null ? null : `${data.slug}[bot]`
      log.info({ login }, 'signed in')
    },
    (error: unknown) => log.error({ err: error }, 'GitHub does not know the App: APP_ID and PRIVATE_KEY must be of the same App'),
  )
  return () => login
}

async function listInstallations(octokit: AppOctokit): Promise<number[]> {
  const all = await octokit.paginate(octokit.rest.apps.listInstallations, { per_page: 100 })
  return all.filter((one) => one.suspended_at == null).map((one) => one.id)
}

/** Hosts that the operator named, in one way or another. */
function hostsNamedBy(env: Env, settings: AppSettings): ReadonlySet<string> {
  const urls = Object.entries(env).filter(([name]) => /^(PINWARDEN_[A-Z_]{1,60}_URL|GITHUB_API_URL|GITHUB_GRAPHQL_URL)$/.test(name))
  const hosts = urls.flatMap(([, value]) => {
    const checked = checkWebAddress(value ?? '')
    return checked.ok ? [checked.url.host] : []
  })
  return new Set([...settings.allowedHosts, ...hosts])
}

function listen(server: Server, { host, port }: AppSettings): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new ProblemError([{ code: 'usage', message: `Cannot listen on ${host}:${port}: ${error.message}.`, help: 'Set HOST and PORT.' }]),
      ),
    )
    server.listen({ host, port }, () => {
      const { address, port: bound, family } = server.address() as AddressInfo
      resolve(`http://${family === 'IPv6' ? `[${address}]` : address}:${bound}`)
    })
  })
}

/** Answers under way are finished; connections that only wait are closed. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), 1000).unref()
  })
}
