/** A process that writes records into the ledger of a local repository, one after the other: `node ledger-writer.ts FOLDER NAME COUNT`. */
import { localLedgerStore } from '../../src/adapters/local-git/ledger-store.ts'
import { chainedLedger } from '../../src/commands/chained-ledger.ts'

const [folder = '', name = '', count = '0'] = process.argv.slice(2)
const ledger = chainedLedger(localLedgerStore(folder, 'pinwarden-ledger'), {
  sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
  random: Math.random,
})
for (let index = 1; index <= Number(count); index += 1) {
  await ledger.append([{ event: 'no-op', at: Date.now(), actor: { login: name, type: 'bot' }, moves: [], details: { index } }])
  process.stdout.write(`${index}\n`)
}
