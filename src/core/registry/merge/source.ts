import type { Source } from '../../model/component.ts'
import type { RegistryComponent, RegistrySource } from '../schema.ts'
import { type Layer, said } from './layers.ts'

/** The source that holds: `github_repo` and `source` of a stronger layer replace both of a weaker one. The package defaults to the component's name. */
export function sourceOf(layers: readonly Layer[], name: string): Source | null {
  return said(layers, (body) => bodySource(body, name)) ?? null
}

function bodySource(body: RegistryComponent, name: string): Source | undefined {
  if (body.source !== undefined) return withPackage(body.source, name)
  return body.github_repo === undefined ? undefined : { datasource: 'github-releases', package: body.github_repo }
}

function withPackage(source: RegistrySource, name: string): Source {
  const { conditions, ...rest } = source
  return {
    ...rest,
    package: source.package ?? name,
    ...(conditions === undefined ? {} : { conditions: conditions.map((condition) => withPackage(condition, name)) }),
  }
}
