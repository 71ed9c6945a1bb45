import type { Command } from 'commander'
import { table } from './markdown.ts'

/** The page of all commands and options, made from the command line itself. */
export function cliReference(program: Command): string {
  const sections = program.commands.flatMap(withChildren).map((command) => {
    const name = command.parent === null || command.parent === program ? command.name() : `${command.parent.name()} ${command.name()}`
    const usage = `${program.name()} ${name} ${command.usage()}`
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
      `## ${name}`,
      `${command.description()}.`,
      `\`\`\`text\n${usage}\n\`\`\``,
      table(['option', 'meaning'], options),
      ...(example === '' ? [] : [`\`\`\`text\n${example}\n\`\`\``]),
    ].join('\n\n')
  })
  return `${['# Command reference', '<!-- made by `npm run generate`; do not edit -->', ...sections].join('\n\n')}\n`
}

/** A command that only holds others is shown by them. */
function withChildren(command: Command): readonly Command[] {
  return command.commands.length === 0 ? [command] : command.commands
}
