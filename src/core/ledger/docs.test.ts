import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { modules } from '../../commands/modules.ts'
import { commandLine } from '../../faces/cli/main.ts'
import { LEDGER_EVENTS } from '../model/ledger.ts'
import { parseRegistry } from '../registry/parse.ts'
import { canonicalJson } from './canonical.ts'
import { HEAD_FILE } from './segments.ts'
import { readLedger } from './verify.ts'

const page = readFileSync(new URL('../../../docs/ledger.md', import.meta.url), 'utf8')
const blocks = (language: string) =>
  [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, found, body]) => (found === language ? [body ?? ''] : []))

describe('the page about the ledger', () => {
  it('shows a record that verifies, and its hash where an anchor is asked for', () => {
    const [line = ''] = blocks('json')
    const [, hash = ''] = /"hash":"([0-9a-f]{64})"/.exec(line) ?? []
    const head = { path: HEAD_FILE, text: `${canonicalJson({ seq: 1, hash })}\n` }
    expect(readLedger([{ path: 'ledger/000001.jsonl', text: line }, head])).toMatchObject({ fault: null, tail: { seq: 1 } })
    expect(blocks('sh').join('')).toContain(`--anchor ${hash}`)
  })

  it('names every event', () => {
    for (const event of LEDGER_EVENTS) expect(page).toContain(`\`${event}\``)
  })

  it('names only keys that the registry has', () => {
    for (const body of blocks('yaml'))
      expect(parseRegistry(body.startsWith('components:') ? body : `${body}components: {}\n`, 'versions.yaml', modules).problems).toEqual(
        [],
      )
  })

  it('names only commands and options that there are', () => {
    const program = commandLine(() => undefined)
    for (const line of blocks('sh').flatMap((body) => body.trim().split('\n'))) {
      const words = line.split(' ').slice(1)
      const [name = '', child = ''] = words
      const found = program.commands.find((one) => one.name() === name)
      const command = found?.commands.find((one) => one.name() === child) ?? found
      expect(command, line).toBeDefined()
      const options = words.filter((word) => word.startsWith('--'))
      expect(command?.options.map((option) => option.long)).toEqual(expect.arrayContaining(options))
    }
  })
})
