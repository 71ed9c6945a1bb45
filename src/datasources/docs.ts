import * as z from 'zod'
import type { Datasource } from './contract.ts'

/** The reference of all datasources as Markdown: one table, then the keys that only some of them have. Made from their own declarations. */
export function datasourcesDocs(datasources: Readonly<Record<string, Datasource>>): string {
  const all = Object.values(datasources)
  const head = ['| datasource | versions of | `package` | asked at | scheme | knows |', '| --- | --- | --- | --- | --- | --- |']
  const byKeys = Map.groupBy(all, keysOf)
  byKeys.delete('')
  const sections = [...byKeys].flatMap(([keys, own]) => [`### Keys of ${own.map(({ id }) => `\`${id}\``).join(', ')}`, '', keys, ''])
  return [...head, ...all.map(row), '', ...sections].join('\n').trimEnd()
}

function row(datasource: Datasource): string {
  const { id, label, docs, example, defaultVersioning, provides } = datasource
  const address = datasource.addressFrom ?? datasource.defaultUrl ?? 'source.url'
  const name = docs.startsWith('https://') ? `[${label}](${docs})` : label
  const examples = example
    .split(', ')
    .map((one) => (one.startsWith('any ') ? one : `\`${one}\``))
    .join(', ')
  const knows = provides.length === 0 ? 'versions' : provides.join(', ')
  return `| \`${id}\` | ${name} | ${examples} | ${address} | \`${defaultVersioning}\` | ${knows} |`
}

/** A table of the keys under `source:` that are the datasource's own; empty where it has none. */
function keysOf({ source }: Datasource): string {
  const { properties = {} } = propertiesSchema.parse(z.toJSONSchema(source, { io: 'input', unrepresentable: 'any' }))
  const rows = Object.entries(properties).map(([key, { description }]) => `| \`${key}\` | ${(description ?? '').replaceAll('|', '\\|')} |`)
  return rows.length === 0 ? '' : ['| key | meaning |', '| --- | --- |', ...rows].join('\n')
}

const propertiesSchema = z.object({ properties: z.record(z.string(), z.object({ description: z.string().optional() })).optional() })
