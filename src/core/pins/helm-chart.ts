import * as z from 'zod'
import type { Found, PinEditor } from './contract.ts'
import { inOrder } from './order.ts'
import { replacing } from './rewrite/edits.ts'
import { foundInScalar } from './tree/scalar-found.ts'
import { type MapNode, mapsUnder, type ScalarNode, scalarAt } from './tree/tree.ts'
import { yamlTrees } from './tree/yaml-tree.ts'

const locator = z
  .union([
    z.string().regex(/^[\w][\w./-]{0,200}$/, 'it is no name of a chart'),
    z.strictObject({
      field: z.enum(['version', 'appVersion']).meta({ description: "The chart's own version, or that of what it installs." }),
    }),
  ])
  .meta({
    description: 'Name or alias of a chart that is depended on or installed, or a field of Chart.yaml.',
    examples: ['loki', 'kube-prometheus-stack', { field: 'appVersion' }],
  })

type Locator = z.infer<typeof locator>

/** Charts: dependencies of a Chart.yaml, Flux HelmReleases, Argo CD Applications, helmfiles (`chart:` with its version), and the fields of Chart.yaml. */
export const helmChart: PinEditor<Locator> = {
  id: 'helm-chart',
  label: 'A Helm chart: dependency, release, or the fields of Chart.yaml',
  docs: 'https://helm.sh/docs/topics/charts/#the-chartyaml-file',
  locator,
  find(text, at) {
    const scalars =
      typeof at === 'string'
        ? chartsIn(text)
            .filter(({ names }) => names.includes(at))
            .map(({ version }) => version)
        : fieldsIn(text, at.field)
    return inOrder(scalars.map((scalar): Found | null => foundInScalar(text, scalar, 'version')))
  },
  ...replacing(() => ({ takesRanges: true })),
  similar: (text, at) => (typeof at === 'string' ? chartsIn(text).flatMap(({ names }) => names) : []),
}

interface Chart {
  names: readonly string[]
  version: ScalarNode
}

function chartsIn(text: string): Chart[] {
  return mapsUnder(yamlTrees(text)).flatMap((map) => [...dependenciesOf(map), ...releaseIn(map)])
}

function dependenciesOf(map: MapNode): Chart[] {
  const lists = map
    .entries()
    .filter(([key, node]) => key === 'dependencies' && node.kind === 'list')
    .map(([, node]) => node)
  return lists
    .flatMap((list) => (list.kind === 'list' ? list.items() : []))
    .flatMap((item) => {
      const version = item.kind === 'map' ? scalarAt(item, 'version') : undefined
      if (item.kind !== 'map' || version === undefined) return []
      return [{ names: [scalarAt(item, 'name'), scalarAt(item, 'alias')].flatMap((name) => name?.value ?? []), version }]
    })
}

/** `chart: grafana/loki` with `version` or `targetRevision` beside it; both the whole name and its last part are names. */
function releaseIn(map: MapNode): Chart[] {
  const chart = scalarAt(map, 'chart')
  const version = scalarAt(map, 'version') ?? scalarAt(map, 'targetRevision')
  if (chart === undefined || version === undefined) return []
  return [{ names: [...new Set([chart.value, chart.value.split('/').at(-1) ?? chart.value])], version }]
}

function fieldsIn(text: string, field: string): ScalarNode[] {
  return yamlTrees(text).flatMap((root) => (root.kind === 'map' ? (scalarAt(root, field) ?? []) : []))
}
