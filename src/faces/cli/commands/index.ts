import { bumpCommand } from './bump.ts'
import { checkCommand } from './check.ts'
import { explainCommand } from './explain.ts'
import { historyCommand } from './history.ts'
import { inspectCommand } from './inspect.ts'
import { ledgerCommand } from './ledger.ts'
import { lintCommand } from './lint.ts'
import type { Register } from './options.ts'
import { planCommand } from './plan.ts'
import { releaseCommand } from './release.ts'
import { reviewCommand } from './review.ts'
import { rollbackCommand } from './rollback.ts'
import { statusCommand } from './status.ts'
import { upgradeCommand } from './upgrade.ts'
import { watchCommand } from './watch.ts'

/** All commands, in the order in which `--help` lists them. */
export const COMMANDS: readonly Register[] = [
  lintCommand,
  checkCommand,
  planCommand,
  upgradeCommand,
  rollbackCommand,
  watchCommand,
  explainCommand,
  reviewCommand,
  bumpCommand,
  releaseCommand,
  historyCommand,
  statusCommand,
  ledgerCommand,
  inspectCommand,
]
