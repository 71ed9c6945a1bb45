import * as z from 'zod'
import { DEFAULTS } from '../defaults.ts'
import { count, flag, key, list, section, text } from './key.ts'
import { duration, time, variableName, webAddress } from './leaf.ts'

/** `safety.rollback.watch`: which signals are looked at after a merge, and when one of them counts as failed. */
export function watch() {
  const { watch: defaults } = DEFAULTS
  return section(
    {
      window: duration({
        description: 'How long after the merge signals are looked at. At most `24h`.',
        default: defaults.window,
        examples: ['60m', '6h'],
      }).optional(),
      freshness: duration({
        description: 'How old a failure may be to be acted on; older ones are only reported.',
        default: defaults.freshness,
      }).optional(),
      checks: list(text({ description: 'Name of a check run or commit status.' }), {
        description: 'Checks on the merge commit that are watched. Absent: those that the base branch requires.',
        examples: [['integration-tests']],
      }),
      workflows: list(text({ description: 'Name or file of a workflow.' }), {
        description: 'Workflows whose runs on the merge commit are watched.',
        default: [],
        examples: [['deploy.yml', 'smoke tests']],
      }),
      deployments: flag({
        description: 'Whether statuses of deployments to the environment of the upgrade are watched.',
        default: defaults.deployments,
      }).optional(),
      deployment_environment: text({
        description: 'Name of the environment on the forge, where it differs from the name in this file.',
        examples: ['prod-eu'],
      }).optional(),
      flaky: list(text({ description: 'Name of a check or workflow.' }), {
        description: 'Checks known to fail now and then: their failure must be confirmed twice.',
        default: [],
      }),
      probe: probe(),
      prometheus: prometheus(),
    },
    { description: 'Signals that are watched after a merge.' },
  )
}

function probe() {
  const { probe: defaults } = DEFAULTS.watch
  return section(
    {
      url: webAddress({ description: 'Address that is asked.', examples: ['https://shop.example.com/healthz'] }),
      status: list(count({ description: 'An HTTP status.' }, 100, 599), {
        description: 'Statuses that count as healthy.',
        default: defaults.status,
      }),
      timeout: time({ description: 'Seconds after which a request counts as failed.', default: defaults.timeout }).optional(),
      interval: time({ description: 'Seconds between two requests.', default: defaults.interval }).optional(),
      failures: count({ description: 'How many requests in a row must fail.', default: defaults.failures }, 1, 20).optional(),
    },
    { description: 'A health address that is asked after the merge.' },
  )
}

function prometheus() {
  const { prometheus: defaults } = DEFAULTS.watch
  return section(
    {
      url: webAddress({ description: 'Root of the Prometheus API.', examples: ['https://prometheus.example.com'] }),
      token_env: variableName({ description: 'Environment variable that holds a bearer token.' }).optional(),
      error_rate: threshold('Share of requests that fail, between 0 and 1.', defaults.errorRate, 'sum(rate(http_errors_total[5m]))'),
      response_time: threshold('Response time in seconds.', defaults.responseTime, 'histogram_quantile(0.95, …)'),
      interval: time({ description: 'Seconds between two queries.', default: defaults.interval }).optional(),
      failures: count(
        { description: 'How many queries in a row must be above the threshold.', default: defaults.failures },
        1,
        20,
      ).optional(),
    },
    { description: 'Queries whose answers must stay below a threshold.' },
  )
}

function threshold(description: string, limit: number, example: string) {
  return section(
    {
      query: text({ description: 'A PromQL query that gives one number.', examples: [example] }),
      threshold: key(z.number().min(0), { description: 'Above it the query has failed.', default: limit }).optional(),
    },
    { description },
  )
}
