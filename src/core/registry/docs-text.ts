import type { View } from './view.ts'

/** The type of a key as a reader says it. */
export function typeText(view: View): string {
  if (view.expected !== undefined) return view.expected
  switch (view.kind) {
    case 'object':
      return 'mapping'
    case 'map':
      return `mapping of names to ${typeText(view.value)}`
    case 'list':
      return `list of ${typeText(view.item)}`
    case 'enum':
      return view.values.map(code).join(', ')
    case 'choice':
      return view.discriminator === undefined ? [...new Set(view.options.map(typeText))].join(', or ') : 'mapping'
    case 'flag':
      return '`true`, `false`'
    case 'any':
      return 'any value'
    default:
      return view.kind
  }
}

/** A value in one line of YAML's flow style. */
export function code(value: unknown): string {
  const text = flow(value)
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``
}

function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .map(([key, child]) => `${key}: ${flow(child)}`)
      .join(', ')} }`
  if (typeof value !== 'string' || !/[:#,[\]{}&*!|>'"%@`\\]|^\d|^\s|\s$|^$/.test(value)) return String(value)
  return value.includes('\\') && !value.includes("'") ? `'${value}'` : JSON.stringify(value)
}
