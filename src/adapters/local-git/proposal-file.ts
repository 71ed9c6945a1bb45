import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** What stands in for a pull request where there is no forge: a Markdown file a person can read, and we can read back. */
export interface ProposalFile {
  branch: string
  title: string
  labels: readonly string[]
  body: string
}

/** `# Title`, `Branch: …`, `Labels: …`, a blank line, the body. */
export function formatProposalFile(file: ProposalFile): string {
  return `# ${file.title}\n\nBranch: ${file.branch}\nLabels: ${file.labels.join(', ')}\n\n${file.body}`
}

export function parseProposalFile(text: string): ProposalFile | null {
  const match = /^# ([^\n]*)\n\nBranch: ([^\n]*)\nLabels: ([^\n]*)\n\n/.exec(text)
  if (match === null) return null
  const [head, title = '', branch = '', labels = ''] = match
  return { title, branch, labels: labels === '' ? [] : labels.split(', '), body: text.slice(head.length) }
}

/** Proposal files under one folder, one a branch. */
export function proposalFiles(folder: string) {
  const pathOf = (branch: string) => join(folder, `${branch}.md`)
  return {
    pathOf,
    async all(): Promise<ProposalFile[]> {
      const names = await readdir(folder, { recursive: true }).catch(() => [])
      const texts = await Promise.all(
        names.filter((name) => name.endsWith('.md')).map((name) => readFile(join(folder, name), 'utf8').catch(() => '')),
      )
      return texts.flatMap((text) => parseProposalFile(text) ?? []).sort((a, b) => (a.branch < b.branch ? -1 : 1))
    },
    async read(branch: string): Promise<ProposalFile | null> {
      const text = await readFile(pathOf(branch), 'utf8').catch(() => null)
      return text === null ? null : parseProposalFile(text)
    },
    /** Whole or not at all: written beside and moved into place. */
    async write(file: ProposalFile): Promise<void> {
      const path = pathOf(file.branch)
      await mkdir(dirname(path), { recursive: true })
      // A name of its own for each writer: two at once must not move each other's half away.
      const fresh = `${path}.${randomUUID()}.new`
      await writeFile(fresh, formatProposalFile(file))
      await rename(fresh, path)
    },
    async remove(branch: string): Promise<void> {
      await rm(pathOf(branch), { force: true })
    },
  }
}
