/**
 * Those of a group that can travel without the ones that cannot: members whose step breaks a rule while only the others move stay behind
 * too, one after the other, until all that is left keeps every rule. `breaks` names those of the moving ones that break one. Pure.
 */
export function withoutFailed<T extends { component: string }>(
  group: readonly T[],
  failed: ReadonlySet<string>,
  breaks: (moving: ReadonlySet<string>) => ReadonlySet<string>,
): T[] {
  let left = group.filter((one) => !failed.has(one.component))
  if (left.length === group.length) return left
  for (;;) {
    const broken = breaks(new Set(left.map((one) => one.component)))
    const next = left.filter((one) => !broken.has(one.component))
    if (next.length === left.length) return left
    left = next
  }
}
