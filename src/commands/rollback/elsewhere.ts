import { ProblemError } from '../../core/model/problems.ts'
import type { OutcomeCode } from '../../core/rollback/outcome.ts'
import type { Refusal } from '../../core/rollback/rules.ts'
import { standingPoints } from '../../core/rollback/target.ts'
import { codeSpan, plainLine, safeMarkdown } from '../../core/text/sanitize.ts'
import type { Ports } from '../ports.ts'
import { decideRollback, type RollbackDecision } from './decide.ts'
import type { RollbackRequest } from './request.ts'

/** The target itself is what is wrong: another may be better. */
const BAD_TARGET: ReadonlySet<OutcomeCode> = new Set(['target_excluded', 'target_vulnerable'])

/** Each costs the questions of a rollback of its own. */
const MOST = 8

const LABELS = ['pinwarden', 'pinwarden: rollback']

/** A version that is no good either. */
interface Tried {
  version: string
  why: string
}

/**
 * Where the target is excluded or vulnerable: names the newest version that ran here and is neither. Where every one is, a person must know:
 * an issue is opened, once for the version in force, and nothing else is done.
 */
export async function lookElsewhere(stop: Refusal, decision: RollbackDecision, ports: Ports, request: RollbackRequest): Promise<Refusal> {
  if (!BAD_TARGET.has(stop.code)) return stop
  const target = decision.moves[0]?.to ?? ''
  const tried: Tried[] = [{ version: target, why: stop.message }]
  for (const version of othersThatRan(decision, target)) {
    const other = await decideRollback(ports, { ...request, to: version })
    if (other.stop === null || !BAD_TARGET.has(other.stop.code))
      return { ...stop, help: `Give \`--to ${version}\`, the newest one that ran here and is neither excluded nor vulnerable.` }
    tried.push({ version, why: other.stop.message })
  }
  // The watch opens an issue of its own for what it cannot take back.
  const issue = request.dryRun === true || decision.wish.source !== 'manual' ? '' : await tellPeople(tried, decision, ports)
  return { ...stop, help: `Every version that ran here is excluded or vulnerable: a person must decide${issue}. \`--force\` goes on.` }
}

/** Newest step first, none twice. */
function othersThatRan({ ledger, wish, moves }: RollbackDecision, target: string): string[] {
  const subject = { component: wish.component, environment: wish.environment, points: ledger.history.points }
  const known = standingPoints(subject).map((point) => point.from)
  return [...new Set(known.reverse())].filter((version) => version !== target && version !== moves[0]?.from).slice(0, MOST)
}

/** The address of the issue as the end of a sentence. */
async function tellPeople(tried: readonly Tried[], { wish, moves, owner }: RollbackDecision, ports: Ports): Promise<string> {
  if (ports.signals === undefined) return ''
  const place = wish.environment === null ? '' : ` in ${wish.environment}`
  const current = moves[0]?.from ?? ''
  const body = [
    `${plainLine(wish.requestedBy)} asked to take ${codeSpan(wish.component)} ${codeSpan(current)}${place} back: ${safeMarkdown(wish.reason)}`,
    '',
    'No version that ran here is neither excluded nor vulnerable, so nothing was done:',
    '',
    ...tried.map(({ version, why }) => `- ${codeSpan(version)}: ${safeMarkdown(why)}`),
    '',
    ...(owner === null ? [] : [`Owner: ${plainLine(owner)}`, '']),
    'Go forward to a version that is mended, lift an exclusion, or go back all the same, which is recorded as an exception:',
    '',
    `\`\`\`sh\npinwarden rollback ${wish.component}${wish.environment === null ? '' : ` --env ${wish.environment}`} --to ${tried[0]?.version} --force --reason "…"\n\`\`\``,
  ].join('\n')
  const key = `rollback:${wish.component}:${wish.environment ?? ''}:${current}`
  try {
    const signals = await ports.signals()
    const { url } = await signals.tell({ key, title: `Rollback: ${wish.component} has no version to go back to`, body, labels: LABELS })
    return ` (${url})`
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    return ` (no issue could be opened: ${error.message.replace(/\.$/, '')})`
  }
}
