import type { Mistake } from '../check/mistake.ts'
import type { Rule, RuleContext } from './contract.ts'
import { bodies } from './walk.ts'

export const aliasesOnce: Rule = {
  id: 'aliases-once',
  summary:
    'A former name (`aliases`) belongs to one component, is the name of none, and stands under `components`, for a name is the same everywhere.',
  *check({ registry }: RuleContext) {
    const owners = new Map<string, string>()
    for (const { name, path, body, environment } of bodies(registry)) {
      if (body.aliases === undefined) continue
      if (environment !== undefined) {
        yield {
          path: [...path, 'aliases'],
          at: 'key',
          message: 'an environment cannot rename a component',
          help: `Move it to \`components.${name}\`.`,
        }
        continue
      }
      for (const [index, alias] of body.aliases.entries()) {
        const wrong = mistakeOf(alias, name, owners.get(alias), Object.hasOwn(registry.components ?? {}, alias))
        if (wrong !== null) yield { path: [...path, 'aliases', index], ...wrong }
        owners.set(alias, name)
      }
    }
  },
}

function mistakeOf(alias: string, name: string, owner: string | undefined, isComponent: boolean): Pick<Mistake, 'message' | 'help'> | null {
  if (alias === name) return { message: `\`${alias}\` is what the component is called now`, help: 'Name only what it was called before.' }
  if (isComponent) return { message: `\`${alias}\` is a component of its own`, help: 'Take the alias out, or the component.' }
  if (owner === undefined) return null
  return { message: `\`${alias}\` is a former name of \`${owner}\` already`, help: 'Keep it with the component that it became.' }
}
