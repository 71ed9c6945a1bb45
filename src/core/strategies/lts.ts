import { type ChoiceContext, chooseBy, type Strategy } from './contract.ts'
import { isLts, isOfLine, lineOf } from './release-lines.ts'

/**
 * Releases of long-term-support lines: those that end-of-life data calls so and those listed under `lts_lines`. The highest wins, which
 * is the newest of the newest such line; a newer release of the current line stays a safe step of its own.
 */
export const lts: Strategy = {
  id: 'lts',
  label: 'The newest release of the newest long-term-support line, by end-of-life data or `lts_lines`',
  choose(eligible, context) {
    const lines = ltsLines(context)
    if (lines.length === 0) {
      const none = 'No long-term-support line of it is known: neither end-of-life data nor `lts_lines` names one.'
      return chooseBy(eligible, () => ({ code: 'not-lts', reason: none, frees: 'List the lines under `lts_lines`.' }), [
        `Strategy \`lts\` chooses nothing. ${none}`,
      ])
    }
    const listed = lines.join(', ')
    return chooseBy(eligible, ({ release }) => {
      if (lines.some((line) => isOfLine(release.version, line))) return null
      const coming = lineOf(release.version, context.lines)?.ltsFrom
      return {
        code: 'not-lts',
        reason: `${release.version} is of no long-term-support line (strategy \`lts\`; lines: ${listed}).`,
        ...(coming === undefined || coming <= context.now ? {} : { until: coming }),
        frees: 'It is wanted once its line becomes long-term support, or with strategy `latest`.',
      }
    })
  },
}

function ltsLines({ component, lines, now }: ChoiceContext): string[] {
  const known = lines.filter((line) => isLts(line, now)).map((line) => line.line)
  return [...new Set([...known, ...component.ltsLines])].sort()
}
