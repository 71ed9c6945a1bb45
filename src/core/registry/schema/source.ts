import * as z from 'zod'
import { key, list, text } from './key.ts'
import { sourceAddress } from './leaf.ts'
import type { RegistryModules } from './modules.ts'

/** Where a component is discovered, as written: further keys are the datasource's own, as its schema parsed them. */
export interface RegistrySource {
  datasource: string
  package?: string
  url?: string
  conditions?: readonly RegistrySource[]
  [key: string]: unknown
}

type Datasource = RegistryModules['datasources'][string]

/** `source` of a component: one form for each datasource, told apart by `datasource`. */
export function source(modules: RegistryModules) {
  const conditions = list(sourceOf(modules, 'condition', conditionKeys()), {
    description:
      'Other places where a release must exist, too, before it counts: the image for every platform, the chart, the asset. Until then it is held.',
    examples: [[{ datasource: 'docker', package: 'grafana/loki' }]],
  })
  return key(sourceOf(modules, 'source', { conditions }), {
    description: 'Where versions of the component are discovered. `github_repo` is short for the datasource `github-releases`.',
    examples: [{ datasource: 'docker', package: 'redis' }],
  })
}

function conditionKeys(): z.ZodRawShape {
  return {
    tag: text({
      description: 'How the release is called there; `{VERSION}` stands for the version.',
      default: '{VERSION}',
      examples: ['v{VERSION}'],
    }).optional(),
    asset: text({
      description: 'A file that the release must have there, too; `{VERSION}` stands for the version, `*` for any text.',
      examples: ['tool-{VERSION}-linux-amd64.tar.gz'],
    }).optional(),
    platforms: list(text({ description: 'A platform.' }), {
      description: 'Platforms that must exist there, too.',
      examples: [['linux/amd64', 'linux/arm64']],
    }),
  }
}

/** `id` names the form in the JSON Schema, so that it is written there once. */
function sourceOf(modules: RegistryModules, id: string, more: z.ZodRawShape) {
  const [first, ...rest] = Object.values(modules.datasources).map((datasource) => form(datasource, more))
  if (first === undefined) throw new Error('a registry needs at least one datasource')
  return z
    .discriminatedUnion('datasource', [first, ...rest])
    .meta({ id })
    .transform(toSource)
}

function form(datasource: Datasource, more: z.ZodRawShape) {
  const own = ownKeys(datasource.source)
  const keys = z.object({
    datasource: key(z.literal(datasource.id), { description: 'Id of the datasource.' }),
    package: text({
      description: 'What the datasource calls the thing: `owner/name`, an image, a package. Absent: the name of the component.',
      examples: ['prometheus/node_exporter', 'redis'],
    }).optional(),
    url: sourceAddress({ description: 'Base address for this component alone, above the one of the datasource.' }).optional(),
    ...more,
    ...own,
  })
  return hasConditions(datasource.source)
    ? keys.superRefine((written, context) => askDatasource(datasource, Object.keys(own), written, context))
    : keys
}

/** Whether a datasource's schema says more than its keys do. */
function hasConditions(schema: z.core.$ZodType): boolean {
  return !(schema instanceof z.ZodObject) || (schema.def.checks ?? []).length > 0
}

/** Conditions between the keys of a datasource are its own: it is asked with them alone. */
function askDatasource(
  datasource: Datasource,
  keys: readonly string[],
  written: Readonly<Record<string, unknown>>,
  context: z.core.$RefinementCtx,
): void {
  const own = Object.fromEntries(Object.entries(written).filter(([name, value]) => keys.includes(name) && value !== undefined))
  for (const { path, message } of datasource.source.safeParse(own).error?.issues ?? []) {
    context.addIssue({ code: 'custom', path: [...path], message, input: written })
  }
}

/** The keys that a datasource adds. Its schema may be wrapped (refined, transformed); the object inside names the keys. */
function ownKeys(schema: z.core.$ZodType): z.ZodRawShape {
  if (schema instanceof z.ZodObject) return schema.shape
  if (schema instanceof z.ZodPipe) return ownKeys(schema.in)
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodReadonly) return ownKeys(schema.unwrap())
  return {}
}

function toSource(written: Readonly<Record<string, unknown>>): RegistrySource {
  return { ...written, datasource: String(written['datasource']) }
}
