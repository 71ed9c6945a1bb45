/** `engines.node` of package.json. */
const NEEDED = 24

/** What to tell somebody whose Node is too old: without a word of it they would see methods that do not exist. Null where it will do. */
export function tooOld(version: string = process.versions.node): string | null {
  if (Number.parseInt(version, 10) >= NEEDED) return null
  return `Pinwarden needs Node ${NEEDED} or later; this is ${version}. Install a newer one, or run it by \`npx -p node@${NEEDED} -p pinwarden pinwarden\`.`
}
