import { code, typeText } from './docs-text.ts'
import { RULES } from './rules.ts'
import { type RegistryModules, registrySchema } from './schema.ts'
import { type View, viewOf } from './view.ts'

type ObjectView = Extract<View, { kind: 'object' }>
type Keys = ReadonlyMap<string, View>

/** A mapping that gets a heading of its own. */
interface Part {
  title: string
  view: View
  level: number
}

/** Titles of the parts that are written, by what they hold: what stands in several places is written at the first. */
type Written = Map<string, string>

/** The reference of `versions.yaml` as Markdown: every key with its type, default and description, from the schema itself. */
export function registryDocs(modules: RegistryModules): string {
  const written: Written = new Map()
  const parts = partsBelow({ title: '', view: viewOf(registrySchema(modules)), level: 1 }, written)
  return `${[INTRODUCTION, ...parts.map((part) => partText(part, written)), rulesText()].join('\n\n')}\n`
}

const INTRODUCTION = `# Reference of versions.yaml

<!-- Made from the schema by \`npm run generate\`. Change the schema, not this file. -->

Every key of the registry. All are optional unless marked **required**; where a key is not written, its default holds. Keys that begin
with \`x-\` are yours: they are allowed in every mapping of fixed keys and never read. How to write a registry: [registry.md](registry.md).`

/** The part and all below it that is not written yet, in the order of the schema. */
function partsBelow(part: Part, written: Written): Part[] {
  const { title, view, level } = part
  if (written.has(signature(view))) return []
  written.set(signature(view), title)
  const below = [...keysOf(view)].flatMap(([name, child]) =>
    mappingsIn(child, title === '' ? name : `${title}.${name}`).flatMap((found) => partsBelow({ ...found, level: level + 1 }, written)),
  )
  return [part, ...below]
}

/** Equal for mappings of which a reader would be told the same. */
function signature(view: View): string {
  const forms = view.kind === 'choice' ? objects(view) : []
  return JSON.stringify(
    [keysOf(view), ...forms.map(({ keys }) => keys)].map((keys) =>
      [...keys].map(([name, child]) => [name, child.description, typeText(child)]),
    ),
  )
}

/** Mappings with fixed keys that a view holds, each with the path that a reader would write. */
function mappingsIn(view: View, title: string): { title: string; view: View }[] {
  switch (view.kind) {
    case 'object':
      return [{ title, view }]
    case 'map':
      return mappingsIn(view.value, `${title}.<name>`)
    case 'list':
      return mappingsIn(view.item, `${title}[]`)
    case 'choice':
      return view.discriminator === undefined ? eitherOf(view, title) : [{ title, view }]
    default:
      return []
  }
}

/** The mappings among the options of a choice, as one that has the keys of all. */
function eitherOf(view: View, title: string): { title: string; view: View }[] {
  const forms = objects(view)
  const keys = new Map(
    forms.flatMap((form) =>
      [...form.keys].map(([name, child]): [string, View] => [
        name,
        { ...child, required: forms.every(({ keys }) => keys.get(name)?.required) },
      ]),
    ),
  )
  const about = view.description === undefined ? {} : { description: view.description }
  return forms.length === 0 ? [] : [{ title, view: { kind: 'object', keys, required: false, empty: false, ...about } }]
}

/** Keys of a mapping; of a choice told apart by a key, those that all forms have. */
function keysOf(view: View): Keys {
  if (view.kind === 'object') return view.keys
  if (view.kind !== 'choice') return new Map()
  const [first, ...rest] = objects(view)
  const shared = [...(first?.keys ?? [])].filter(([name]) => rest.every((form) => form.keys.has(name)))
  return new Map(shared)
}

function objects(view: View): ObjectView[] {
  return view.kind === 'choice' ? view.options.filter((option) => option.kind === 'object') : []
}

function partText({ title, view, level }: Part, written: Written): string {
  const heading = title === '' ? '## Top level' : `${'#'.repeat(Math.min(level, 4))} \`${title}\``
  const about = title === '' || view.description === undefined ? [] : [view.description]
  const shared = keysOf(view)
  const rows = [...shared].map(([name, child]) => {
    const path = title === '' ? name : `${title}.${name}`
    return row(name, child, formNames(view, name)?.map(code).join(', ') ?? typeText(child) + elsewhere(child, path, written))
  })
  return [heading, ...about, grid(COLUMNS, rows), ...formsText(view, shared)].join('\n\n')
}

/** Where the keys of a mapping are written, where that is not at its own path. */
function elsewhere(view: View, path: string, written: Written): string {
  const [found] = mappingsIn(view, path)
  const title = found === undefined ? undefined : written.get(signature(found.view))
  return title === undefined || title === found?.title ? '' : ` (as \`${title}\`)`
}

/** Values of the key that tells forms apart, where `name` is that key. */
function formNames(view: View, name: string): readonly string[] | undefined {
  if (view.kind !== 'choice' || view.discriminator !== name) return undefined
  return objects(view).flatMap((form) => valuesOf(form.keys.get(name)))
}

function valuesOf(view: View | undefined): readonly string[] {
  return view?.kind === 'enum' ? view.values : []
}

/** The keys that only single forms have. */
function formsText(view: View, shared: Keys): string[] {
  if (view.kind !== 'choice') return []
  const rows = objects(view).flatMap((form) => {
    const [value = ''] = valuesOf(form.keys.get(view.discriminator ?? ''))
    const own = [...form.keys].filter(([name]) => !shared.has(name))
    return own.map(([name, child]) => [`\`${value}\``, ...row(name, child, typeText(child))])
  })
  return rows.length === 0 ? [] : ['Keys of single datasources:', grid(['Datasource', ...COLUMNS], rows)]
}

const COLUMNS = ['Key', 'Type', 'Default', 'Meaning']

function row(name: string, view: View, type: string): string[] {
  const required = view.required ? ' **required**' : ''
  const [example] = view.examples ?? []
  const examples = example === undefined || example === view.default ? '' : ` Example: ${code(example)}.`
  return [`\`${name}\`${required}`, type, view.default === undefined ? '' : code(view.default), `${view.description ?? ''}${examples}`]
}

function grid(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function rulesText(): string {
  const lines = RULES.map(({ id, summary }) => `- \`${id}\`: ${summary}`)
  return `## Rules between keys\n\nBeside types and values, these are checked when a registry is read:\n\n${lines.join('\n')}`
}
