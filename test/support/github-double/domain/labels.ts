import { type Acting, nextId, record } from '../context.ts'
import { Refusal } from '../errors.ts'
import type { Issue, Label } from '../state.ts'

const resource = 'Label'
/** A label's description may have 100 characters, its name 50. */
const longest = { name: 50, description: 100 }

export function findLabel({ repo }: Pick<Acting, 'repo'>, name: string): Label | undefined {
  return repo.labels.find((label) => label.name.toLowerCase() === name.toLowerCase())
}

function check(name: string | undefined, color: string | undefined, description: string | null | undefined): void {
  if (name !== undefined && name.trim() === '')
    throw new Refusal('unprocessable', 'name is missing', { resource, code: 'missing_field', field: 'name' })
  if (name !== undefined && name.length > longest.name) {
    throw new Refusal('unprocessable', 'name is too long', {
      resource,
      code: 'custom',
      field: 'name',
      message: `name is too long (maximum is ${longest.name} characters)`,
    })
  }
  if (color !== undefined && !/^[0-9a-f]{6}$/i.test(color))
    throw new Refusal('unprocessable', 'color is invalid', { resource, code: 'invalid', field: 'color' })
  if (description !== undefined && description !== null && description.length > longest.description) {
    const message = `description is too long (maximum is ${longest.description} characters)`
    throw new Refusal('unprocessable', message, { resource, code: 'custom', field: 'description', message })
  }
}

/** @throws Refusal where the name is taken (in any case) or a value is malformed */
export function createLabel(
  acting: Acting,
  input: { name: string; color?: string | undefined; description?: string | null | undefined },
): Label {
  check(input.name, input.color, input.description)
  if (findLabel(acting, input.name) !== undefined)
    throw new Refusal('unprocessable', 'name already exists', { resource, code: 'already_exists', field: 'name' })
  const label = {
    id: nextId(acting.double),
    name: input.name,
    color: (input.color ?? 'ededed').toLowerCase(),
    description: input.description ?? null,
  }
  acting.repo.labels.push(label)
  return label
}

/** @throws Refusal */
export function changeLabel(
  acting: Acting,
  label: Label,
  change: { name?: string | undefined; color?: string | undefined; description?: string | null | undefined },
): Label {
  check(change.name, change.color, change.description)
  const taken = change.name === undefined ? undefined : findLabel(acting, change.name)
  if (taken !== undefined && taken !== label)
    throw new Refusal('unprocessable', 'name already exists', { resource, code: 'already_exists', field: 'name' })
  if (change.name !== undefined) {
    const old = label.name
    for (const issue of acting.repo.issues) issue.labels = issue.labels.map((name) => (name === old ? (change.name ?? name) : name))
    label.name = change.name
  }
  if (change.color !== undefined) label.color = change.color.toLowerCase()
  if (change.description !== undefined) label.description = change.description
  return label
}

export function deleteLabel(acting: Acting, label: Label): void {
  acting.repo.labels = acting.repo.labels.filter((one) => one !== label)
  for (const issue of acting.repo.issues) issue.labels = issue.labels.filter((name) => name !== label.name)
}

/** Puts labels on an issue; those that the repository lacks are made, grey and without description, as GitHub does. */
export function addLabels(acting: Acting, issue: Issue, names: readonly string[]): void {
  for (const name of names) {
    const label = findLabel(acting, name) ?? createLabel(acting, { name })
    if (issue.labels.includes(label.name)) continue
    issue.labels.push(label.name)
    record(acting, issue, 'labeled', { label: label.name })
  }
}

export function removeLabel(acting: Acting, issue: Issue, name: string): void {
  issue.labels = issue.labels.filter((one) => one.toLowerCase() !== name.toLowerCase())
  record(acting, issue, 'unlabeled', { label: name })
}
