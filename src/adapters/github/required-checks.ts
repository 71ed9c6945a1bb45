import type { Client } from './client.ts'

type Branch = Awaited<ReturnType<Client['rest']['repos']['getBranch']>>['data']
type Rules = Awaited<ReturnType<Client['rest']['repos']['getBranchRules']>>['data']

/** Names of the checks that classic branch protection requires; it shows at the branch to everybody who reads. */
export function protectedChecks(branch: Branch): string[] {
  const { contexts = [], checks = [] } = branch.protection?.required_status_checks ?? {}
  return [...contexts, ...checks.map((check) => check.context)]
}

/** Names of the checks that rulesets require. */
export function ruledChecks(rules: Rules): string[] {
  return rules.flatMap((rule) =>
    rule.type === 'required_status_checks' ? (rule.parameters?.required_status_checks ?? []).map((check) => check.context) : [],
  )
}
