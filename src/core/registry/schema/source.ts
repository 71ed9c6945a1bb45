import { z } from 'zod'
import { key, list, text } from './key.ts'
import { webAddress } from './leaf.ts'
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
  const conditions = list(sourceOf(modules, conditionKeys()), {
    description:
      'Other places where a release must exist, too, before it counts: the image for every platform, the chart, the asset. Until then it is held.',
    examples: [[{ datasource: 'docker', package: 'grafana/loki' }]],
  })
  return key(sourceOf(modules, { conditions }), {
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
    platforms: list(text({ description: 'A platform.' }), {
      description: 'Platforms that must exist there, too.',
      examples: [['linux/amd64', 'linux/arm64']],
    }),
  }
}

function sourceOf(modules: RegistryModules, more: z.ZodRawShape) {
  const [first, ...rest] = Object.values(modules.datasources).map((datasource) => form(datasource, more))
  if (first === undefined) throw new Error('a registry needs at least one datasource')
  return z.discriminatedUnion('datasource', [first, ...rest]).transform(toSource)
}

function form(datasource: Datasource, more: z.ZodRawShape) {
  return z.object({
    datasource: key(z.literal(datasource.id), { description: 'Id of the datasource.' }),
    package: text({
      description: 'What the datasource calls the thing: `owner/name`, an image, a package. Absent: the name of the component.',
      examples: ['prometheus/node_exporter', 'redis'],
    }).optional(),
    url: webAddress({ description: 'Base address for this component alone, above the one of the datasource.' }).optional(),
    ...more,
    ...ownKeys(datasource.source),
  })
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
