export interface Annotation {
  level: 'error' | 'warning' | 'notice'
  message: string
  /** `file`, `line`, `title` … as they were given. */
  properties: Readonly<Record<string, string>>
}

export interface WorkflowLog {
  annotations: Annotation[]
  /** Values that the log must not show. */
  masks: string[]
  debug: string[]
  groups: string[]
  /** What a reader of the log sees: without commands, masked. */
  text: string
}

const command = /^::([a-z-]+)(?: ([^:]*(?::(?!:)[^:]*)*))?::(.*)$/i

/** Reads a step's standard output as a runner does: lines of the form `::name key=value::message` are commands. */
export function readWorkflowCommands(stdout: string): WorkflowLog {
  const log: WorkflowLog = { annotations: [], masks: [], debug: [], groups: [], text: '' }
  const lines: string[] = []
  for (const line of stdout.split(/\r?\n/)) {
    const found = command.exec(line.trimStart())
    if (found === null) {
      lines.push(line)
      continue
    }
    const [, name = '', parameters = '', data = ''] = found
    apply(log, lines, name.toLowerCase(), parameters, decode(data))
  }
  log.text = mask(lines.join('\n'), log.masks)
  return log
}

function apply(log: WorkflowLog, lines: string[], name: string, parameters: string, message: string): void {
  if (name === 'error' || name === 'warning' || name === 'notice')
    log.annotations.push({ level: name, message, properties: properties(parameters) })
  else if (name === 'add-mask') log.masks.push(message)
  else if (name === 'debug') log.debug.push(message)
  else if (name === 'group') {
    log.groups.push(message)
    lines.push(message)
  }
}

function properties(text: string): Record<string, string> {
  const pairs = text.split(',').filter((part) => part.includes('='))
  return Object.fromEntries(pairs.map((part) => [part.slice(0, part.indexOf('=')).trim(), decode(part.slice(part.indexOf('=') + 1), true)]))
}

/** Properties escape `:` and `,` besides; `%25` comes last, or an escaped escape would be undone twice. */
function decode(text: string, property = false): string {
  const lines = text.replaceAll('%0D', '\r').replaceAll('%0A', '\n')
  return (property ? lines.replaceAll('%3A', ':').replaceAll('%2C', ',') : lines).replaceAll('%25', '%')
}

export function mask(text: string, masks: readonly string[]): string {
  return masks.filter((one) => one.trim() !== '').reduce((shown, secret) => shown.replaceAll(secret, '***'), text)
}
