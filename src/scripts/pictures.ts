/** Draws the README's pictures from the demo: the terminal as SVG, a pull request as a page in a browser. Needs Chromium; run by hand. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { marked } from 'marked'
import { DEMO_REPOSITORY, DEMO_TOKEN, demoClock, demoWorld } from '../../test/support/demo-world.ts'
import { startGitHubDouble } from '../../test/support/github-double/index.ts'
import { upgrade } from '../commands/upgrades.ts'
import type { Paint } from '../core/reports/contract.ts'
import { terminal } from '../core/reports/terminal.ts'
import { githubPorts } from '../faces/compose.ts'
import { terminalSvg } from './pictures/terminal-svg.ts'

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const
const paint: Paint = (style, text) => `\u001b[${CODES[style]}m${text}\u001b[0m`
const WIDTH = 132

const double = await startGitHubDouble({ world: demoWorld() })
const env = {
  GITHUB_API_URL: double.restUrl,
  PINWARDEN_GITHUB_URL: double.restUrl,
  PINWARDEN_GITHUB_GRAPHQL_URL: double.graphqlUrl,
  PINWARDEN_OSV_URL: double.url,
  PINWARDEN_DOCKER_URL: double.url,
  PINWARDEN_NOW: demoClock(),
}
const log = { progress: () => undefined, info: () => undefined, warn: () => undefined, debug: () => undefined }
const ports = githubPorts({
  env,
  repository: DEMO_REPOSITORY,
  token: DEMO_TOKEN,
  log,
})
const { report, proposals } = await upgrade(ports, { environment: 'base', components: [], offline: false })
await double.close()

const text = terminal.render({ ...report, proposals: [] }, paint)
writeFileSync(
  'docs/images/check.svg',
  terminalSvg(text.split('\n').map(cut).join('\n'), 'pinwarden check: upgrades with risk, decision and reason'),
)

const shown = proposals.find((proposal) => proposal.id === 'attrs') ?? proposals[0]
if (shown !== undefined) screenshot(page(shown.title, shown.labels, await marked.parse(shown.body)), 'docs/images/pull-request.png')

/** A line of at most WIDTH visible characters. */
function cut(line: string): string {
  let seen = 0
  return line
    .split(/(\u001b\[\d{1,3}m)/)
    .map((part) => {
      if (part.startsWith('\u001b')) return part
      const kept = [...part].slice(0, Math.max(0, WIDTH - seen)).join('')
      const more = kept.length < part.length && seen < WIDTH ? '…' : ''
      seen += part.length
      return kept + more
    })
    .join('')
}

function page(title: string, labels: readonly { name: string; color: string }[], body: string): string {
  const chips = labels
    .map(
      (label) =>
        `<span class="label" style="background:#${label.color};color:${Number.parseInt(label.color, 16) > 0xb00000 && !label.color.startsWith('d9') && !label.color.startsWith('b6') ? '#000' : '#fff'};text-shadow:none">${label.name}</span>`,
    )
    .join(' ')
  return `<!doctype html><meta charset="utf-8"><style>
body{font:14px/1.5 -apple-system,'Segoe UI','DejaVu Sans',sans-serif;color:#1f2328;background:#fff;width:900px;margin:24px}
h1{font-weight:400;font-size:26px;margin:0 0 8px}.label{border-radius:12px;padding:1px 9px;font-size:12px;color:#fff;text-shadow:0 0 2px #0008}
.box{border:1px solid #d0d7de;border-radius:6px;padding:4px 16px 12px;margin-top:16px}
table{border-collapse:collapse}td,th{border:1px solid #d0d7de;padding:5px 12px}tr:nth-child(2n){background:#f6f8fa}
code{background:#afb8c133;border-radius:5px;padding:2px 5px;font-size:85%}pre{background:#f6f8fa;padding:10px;border-radius:6px}pre code{background:none}
blockquote{border-left:4px solid #d0d7de;color:#59636e;margin:0;padding:0 14px}a{color:#0969da;text-decoration:none}hr{border:0;border-top:2px solid #d0d7de}
ul{padding-left:22px}</style><h1>${title} <span style="color:#59636e">#3</span></h1>${chips}<div class="box">${body}</div>`
}

function screenshot(html: string, file: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'pinwarden-pictures-'))
  writeFileSync(join(folder, 'page.html'), html)
  const flags = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--hide-scrollbars',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    `--user-data-dir=${join(folder, 'profile')}`,
  ]
  execFileSync(
    process.env['CHROMIUM'] ?? 'chromium',
    [...flags, '--window-size=950,800', `--screenshot=${file}`, `file://${join(folder, 'page.html')}`],
    { stdio: 'ignore' },
  )
  rmSync(folder, { recursive: true, force: true })
}
