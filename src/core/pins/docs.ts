import { stringify } from 'yaml'
import * as z from 'zod'
import type { PinEditor } from './contract.ts'
import { pinEditors } from './index.ts'

/** The table of pin editors for docs/pins.md, Markdown, made from the registry of editors and the schemas of their locators. */
export function pinsDocs(): string {
  const rows = Object.values(pinEditors).map((editor) => row(editor))
  return ['| key | where | what stands behind it |', '| --- | --- | --- |', ...rows].join('\n')
}

const metaSchema = z.object({ description: z.string(), examples: z.array(z.unknown()) })

function row({ id, label, docs, locator }: PinEditor): string {
  const { description, examples } = metaSchema.parse(locator.meta())
  const shown = examples.map((example) => `\`${yamlFlow(example)}\``).join(' · ')
  return `| [\`${id}\`](${docs}) | ${cell(label)} | ${cell(`${description} ${shown}`)} |`
}

/** An example as a user writes it behind the key. */
function yamlFlow(example: unknown): string {
  return stringify(example, { collectionStyle: 'flow', singleQuote: true, lineWidth: 0 }).trim()
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
