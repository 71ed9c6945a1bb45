/**
 * What two bodies are compared by. The age of a release grows every day and is no reason to edit a pull request,
 * so only the date beside it counts.
 */
export function bodyKey(body: string): string {
  return body.replace(/\| [^|\n]{1,20} \((\d{4}-\d{2}-\d{2})\) \|/g, '| $1 |')
}
