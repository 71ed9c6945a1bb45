import type { Distance } from '../model/upgrade.ts'
import { type ConstraintGrammar, constraint } from './constraint.ts'
import type { Order, Versioning } from './contract.ts'
import { compareNumerals, type Numeral, numeral, part } from './numeral.ts'

/** `apps/v1beta2`: the group is kept apart from the order, for versions of different groups are never exchanged. */
export interface KubernetesApi {
  text: string
  group: string
  version: Numeral
  stage: 'alpha' | 'beta' | 'stable'
  /** Of the stage; 0 for stable. */
  iteration: Numeral
}

/** Kubernetes API versions, ordered as the API server orders them: any stable one above any beta one above any alpha one. */
export const kubernetesApi: Versioning<KubernetesApi> = {
  id: 'kubernetes-api',
  label: 'Kubernetes API versions',
  docs: 'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#version-priority',
  parse,
  format: (v) => v.text,
  compare,
  isStable: (v) => v.stage === 'stable',
  distance,
  parts: (v) => ({ major: part(v.version), minor: 0, patch: 0 }),
  rangeExamples: ['v1', '>=v1beta1', 'v1 || v2'],
  range: (text) => constraint(GRAMMAR, text),
  compatible: (a, b) => a.group === b.group,
}

const VERSION = /^(?:([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)\/)?v(\d+)(?:(alpha|beta)(\d+))?$/
const STAGES = ['alpha', 'beta', 'stable'] as const

function parse(text: string): KubernetesApi | null {
  const found = text.length > 253 ? null : VERSION.exec(text)
  if (found === null) return null
  const [, group = '', version = '', stage, iteration = '0'] = found
  return {
    text,
    group,
    version: numeral(version),
    stage: stage === 'alpha' || stage === 'beta' ? stage : 'stable',
    iteration: numeral(iteration),
  }
}

function compare(a: KubernetesApi, b: KubernetesApi): Order {
  const [stageA, stageB] = [STAGES.indexOf(a.stage), STAGES.indexOf(b.stage)]
  if (stageA !== stageB) return stageA < stageB ? -1 : 1
  return compareNumerals(a.version, b.version) || compareNumerals(a.iteration, b.iteration)
}

function distance(a: KubernetesApi, b: KubernetesApi): Distance {
  if (compare(a, b) === 0) return 'none'
  return a.version === b.version ? 'prerelease' : 'major'
}

const GRAMMAR: ConstraintGrammar<KubernetesApi> = { parse, compare, release: (v) => [v.version] }
