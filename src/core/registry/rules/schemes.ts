import type { Mistake } from '../check/mistake.ts'
import type { RegistryComponent, RegistryModules } from '../schema.ts'
import type { Path } from '../yaml/locate.ts'
import type { Rule, RuleContext } from './contract.ts'
import { type Body, bodies, exclusions } from './walk.ts'

interface Text {
  text: string
  path: Path
  /** Component whose scheme reads it. */
  component: string
  versioning?: string
  /** Says what is in use, not what shall be. */
  current?: true
}

export const readableRanges: Rule = {
  id: 'readable-ranges',
  summary: 'Every range is one in the grammar of the versioning scheme of its component, or of any scheme where the component names none.',
  *check(context) {
    const schemes = schemesOf(context)
    for (const { text, path, component, versioning } of ranges(context)) {
      const scheme = versioning ?? schemes.declared.get(component)
      if (readable(context.modules, scheme, schemes.guess.get(component), text)) continue
      const message =
        scheme === undefined
          ? `\`${text}\` is no range of any versioning scheme`
          : `\`${text}\` is no range of the versioning scheme \`${scheme}\``
      yield { path, message, help: 'Ranges look like ">=2.0.0 <3.0.0".' }
    }
  },
}

export const readableVersions: Rule = {
  id: 'readable-versions',
  summary:
    'Every version of a component that names its versioning scheme is one of that scheme. For the current version this is a warning: it is what it is, floating tags among them.',
  *check(context) {
    const schemes = schemesOf(context)
    for (const { text, path, component, versioning, current } of versions(context)) {
      const scheme = versioning ?? schemes.declared.get(component)
      if (scheme === undefined || isVersion(context, scheme, component, text)) continue
      yield { ...noVersion(text, path, scheme), ...(current === undefined ? {} : { severity: 'warning' }) }
    }
  },
}

function noVersion(text: string, path: Path, scheme: string): Mistake {
  return {
    path,
    message: `\`${text}\` is no version of the versioning scheme \`${scheme}\``,
    help: 'Correct the version, or `versioning`.',
  }
}

/** A `v` or the component's prefix in front of a version is part of the tag, not of the version. */
function isVersion({ registry, modules }: RuleContext, scheme: string, component: string, text: string): boolean {
  const prefix = registry.components?.[component]?.constraints?.tag_prefix ?? ''
  const bare = prefix !== '' && text.startsWith(prefix) ? text.slice(prefix.length) : text
  return [text, bare, bare.replace(/^v(?=\d)/i, '')].some((form) => modules.parseVersion(scheme, form))
}

/** Schemes that components name, and for the others the one their datasource suggests. */
function schemesOf({ registry, modules }: RuleContext) {
  const declared = new Map<string, string>()
  const guess = new Map<string, string>()
  for (const [name, body] of Object.entries(registry.components ?? {})) {
    const datasource = body.source?.datasource ?? (body.github_repo === undefined ? undefined : 'github-releases')
    const usual = datasource === undefined ? undefined : modules.datasources[datasource]?.defaultVersioning
    const scheme = schemeOf(body)
    if (scheme !== undefined) declared.set(name, scheme)
    if (usual !== undefined) guess.set(name, usual)
  }
  return { declared, guess }
}

function readable(modules: RegistryModules, scheme: string | undefined, guess: string | undefined, text: string): boolean {
  if (scheme !== undefined) return modules.parseRange(scheme, text)
  if (guess !== undefined && modules.parseRange(guess, text)) return true
  return modules.versionings.some((one) => modules.parseRange(one, text))
}

function* ranges({ registry }: RuleContext): Generator<Text> {
  for (const found of bodies(registry)) {
    const { name: component, path, body } = found
    if (body.version_range !== undefined) yield { ...own(found, registry), text: body.version_range, path: [...path, 'version_range'] }
    for (const [other, text] of Object.entries(body.compatible_with ?? {}))
      yield { text, path: [...path, 'compatible_with', other], component: other }
    for (const [track, { version_range: text }] of Object.entries(body.tracks ?? {})) {
      yield { ...own(found, registry), component, text, path: [...path, 'tracks', track, 'version_range'] }
    }
  }
  for (const [index, rule] of (registry.compatibility ?? []).entries()) {
    const path: Path = ['compatibility', index]
    if (rule.versions !== undefined) yield { text: rule.versions, path: [...path, 'versions'], component: rule.component }
    for (const [other, text] of Object.entries(rule.requires)) yield { text, path: [...path, 'requires', other], component: other }
  }
  for (const { entry, path, component } of exclusions(registry)) {
    if (entry.range !== undefined) yield { text: entry.range, path: [...path, 'range'], component }
  }
}

function* versions({ registry }: RuleContext): Generator<Text> {
  for (const found of bodies(registry)) {
    const { path, body } = found
    for (const key of ['version', 'fallback_version', 'minimum_version'] as const) {
      const text = body[key]
      if (text === undefined) continue
      yield { ...own(found, registry), text, path: [...path, key], ...(key === 'minimum_version' ? {} : { current: true }) }
    }
    for (const [index, text] of (body.upgrade?.required_stops ?? []).entries()) {
      yield { ...own(found, registry), text, path: [...path, 'upgrade', 'required_stops', index] }
    }
  }
  for (const [component, text] of Object.entries(registry.upgrade_policies?.pinned_versions ?? {})) {
    yield { component, text, path: ['upgrade_policies', 'pinned_versions', component] }
  }
  for (const { entry, path, component } of exclusions(registry)) {
    if (entry.version !== undefined) yield { text: entry.version, path: [...path, 'version'], component }
  }
}

function own({ name, body }: Body, registry: RuleContext['registry']): { component: string; versioning?: string } {
  const scheme = schemeOf(body, registry.components?.[name])
  return { component: name, ...(scheme === undefined ? {} : { versioning: scheme }) }
}

/** The scheme that a component names, above the one it is named in its base; `regex` with its pattern. */
function schemeOf(body: RegistryComponent, base: RegistryComponent = {}): string | undefined {
  const versioning = body.versioning ?? base.versioning
  const pattern = body.constraints?.version_pattern ?? base.constraints?.version_pattern
  return versioning === 'regex' && pattern !== undefined ? `regex:${pattern}` : versioning
}
