import type { Command } from 'commander'
import { table } from './markdown.ts'

/** The page of all commands and options, made from the command line itself. */
export function cliReference(program: Command): string {
  const sections = program.commands.map((command) => {
    const usage = `${program.name()} ${command.name()} ${command.usage()}`
    const options = command.options.map((option) => [
      `\`${option.flags}\``,
      option.description +
        (option.defaultValue === undefined || option.defaultValue === true ? '' : ` (default \`${option.defaultValue}\`)`) +
        (option.argChoices === undefined ? '' : `: ${option.argChoices.join(', ')}`),
    ])
    let help = ''
    command.configureOutput({
      writeOut: (text) => {
        help += text
      },
    })
    command.outputHelp()
    const example = help.split('\nExamples:\n')[1]?.replace(/^ {2}/gm, '').trim() ?? ''
    return [
      `## ${command.name()}`,
      `${command.description()}.`,
      `\`\`\`text\n${usage}\n\`\`\``,
      table(['option', 'meaning'], options),
      ...(example === '' ? [] : [`\`\`\`text\n${example}\n\`\`\``]),
    ].join('\n\n')
  })
  return `${['# Command reference', '<!-- made by `npm run generate`; do not edit -->', ...sections].join('\n\n')}\n`
}
