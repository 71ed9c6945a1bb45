/**
 * Writes what follows from the code: JSON Schemas of the registry and of every output, and the reference pages. Nothing here is written
 * by hand; CI fails where a file differs from what this makes.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { parse } from 'yaml'
import * as z from 'zod'
import { engines } from '../commands/inspect.ts'
import { modules } from '../commands/modules.ts'
import { PROJECTS } from '../core/advisories/names/projects.ts'
import { PROBLEM_CODES } from '../core/model/problems.ts'
import { pinsDocs } from '../core/pins/docs.ts'
import { registryDocs } from '../core/registry/docs.ts'
import { registryJsonSchema } from '../core/registry/json-schema.ts'
import { versionFilesDocs } from '../core/release/docs.ts'
import { bumpSchema } from '../core/reports/bump.ts'
import { explainSchema } from '../core/reports/explain.ts'
import { historySchema } from '../core/reports/history.ts'
import { ledgerSchema } from '../core/reports/ledger.ts'
import { releaseSchema } from '../core/reports/release.ts'
import { lintSchema, reportSchema } from '../core/reports/report.ts'
import { pointsSchema, rollbackSchema } from '../core/reports/rollback.ts'
import { statusSchema } from '../core/reports/status.ts'
import { watchSchema } from '../core/reports/watch.ts'
import { outcomesDocs } from '../core/rollback/outcome.ts'
import { reportsDocs } from '../core/rollback/watch/verdict.ts'
import { checks } from '../core/safety/checks/index.ts'
import { knownProducts } from '../core/safety/endoflife-products.ts'
import { strategies } from '../core/strategies/index.ts'
import { versioningDocs } from '../core/versioning/docs.ts'
import { advisorySources } from '../datasources/advisories/index.ts'
import { datasourcesDocs } from '../datasources/docs.ts'
import { datasources } from '../datasources/index.ts'
import { commandLine } from '../faces/cli/main.ts'
import { cliReference } from './generate/cli-reference.ts'
import { judgedSentences, parseJudged, sentencesSchema } from './generate/judged.ts'
import { replaceBetween, table } from './generate/markdown.ts'
import { wordingModule } from './generate/wording.ts'

mkdirSync('dist', { recursive: true })
writeJson('dist/versions.schema.json', registryJsonSchema(modules))
for (const [name, schema] of Object.entries({
  report: reportSchema,
  lint: lintSchema,
  explain: explainSchema,
  bump: bumpSchema,
  release: releaseSchema,
  history: historySchema,
  status: statusSchema,
  ledger: ledgerSchema,
  rollback: rollbackSchema,
  'rollback-points': pointsSchema,
  watch: watchSchema,
})) {
  writeJson(`dist/${name}.schema.json`, z.toJSONSchema(schema))
}
writeFileSync(
  'src/core/notes/wording/weights.ts',
  wordingModule([
    ...parseJudged(readFileSync('fixtures/notes/judged.tsv', 'utf8')),
    ...judgedSentences(sentencesSchema.parse(JSON.parse(readFileSync('fixtures/notes/sentences.json', 'utf8')))),
  ]),
)
writeFileSync('docs/registry-reference.md', registryDocs(modules))
writeFileSync('docs/cli-reference.md', cliReference(commandLine(() => undefined)))
writePart('docs/versioning.md', 'schemes', versioningDocs())
writePart('docs/datasources.md', 'datasources', datasourcesDocs(datasources))
writePart('docs/pins.md', 'editors', pinsDocs())
writePart('docs/release.md', 'version-files', versionFilesDocs())
writePart('docs/rollback.md', 'outcomes', outcomesDocs())
writePart('docs/watch.md', 'reports', reportsDocs())
writePart(
  'docs/safety.md',
  'checks',
  table(
    ['check', 'what it looks at'],
    checks.map((one) => [`\`${one.id}\``, one.label]),
  ),
)
writePart(
  'docs/safety.md',
  'products',
  table(
    ['source', 'product'],
    knownProducts().map(([source, product]) => [`\`${source}\``, `\`${product}\``]),
  ),
)
writePart(
  'docs/advisories.md',
  'sources',
  table(
    ['`advisory_source`', 'what it asks'],
    Object.values(advisorySources).map((one) => [`\`${one.id}\``, `[${one.label}](${one.docs})`]),
  ),
)
writePart(
  'docs/advisories.md',
  'projects',
  table(
    ['repository', 'images', 'other names'],
    PROJECTS.map(({ repository, images = [], bitnami, packages = [] }) => [
      `\`${repository}\``,
      images.map((one) => `\`${one}\``).join(', '),
      [
        ...(bitnami === undefined ? [] : [`Bitnami \`${bitnami}\``]),
        ...packages.map(([ecosystem, name]) => `${ecosystem} \`${name}\``),
      ].join(', '),
    ]),
  ),
)
writePart(
  'docs/resolution.md',
  'strategies',
  table(
    ['strategy', 'what it wants'],
    Object.values(strategies).map((one) => [`\`${one.id}\``, one.label]),
  ),
)
writePart(
  'docs/cli.md',
  'engines',
  table(
    ['engine', 'what it answers'],
    Object.entries(engines).map(([id, one]) => [`\`${id}\``, one.label]),
  ),
)
writePart(
  'docs/cli.md',
  'problems',
  table(
    ['code', 'exit status'],
    Object.entries(PROBLEM_CODES).map(([code, exit]) => [`\`${code}\``, String(exit)]),
  ),
)

const action = parse(readFileSync('action.yml', 'utf8')) as Record<
  'inputs' | 'outputs',
  Record<string, { description: string; default?: string }>
>
writePart(
  'README.md',
  'inputs',
  table(
    ['input', 'meaning', 'default'],
    Object.entries(action.inputs).map(([name, one]) => [`\`${name}\``, one.description, one.default ? `\`${one.default}\`` : '']),
  ),
)
writePart(
  'README.md',
  'outputs',
  table(
    ['output', 'meaning'],
    Object.entries(action.outputs).map(([name, one]) => [`\`${name}\``, one.description]),
  ),
)

function writeJson(file: string, value: unknown): void {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`)
}

/** Replaces the named part of a page. */
function writePart(file: string, name: string, text: string): void {
  writeFileSync(file, replaceBetween(readFileSync(file, 'utf8'), name, text, file))
}
