import * as z from 'zod'
import type { PinEditor } from '../contract.ts'
import { replacing } from '../rewrite/edits.ts'
import { parsePath, type Segment } from './path.ts'
import { foundInScalar } from './scalar-found.ts'
import { pathsNear, selectScalars } from './select.ts'
import type { TreeNode } from './tree.ts'

interface TreeLanguage {
  id: string
  label: string
  docs: string
  description: string
  examples: readonly string[]
  parse(text: string): readonly TreeNode[]
}

/** An editor for a language whose documents are trees and whose values are named by a path. */
export function treeEditor({ id, label, docs, description, examples, parse }: TreeLanguage): PinEditor<string> {
  return {
    id,
    label,
    docs,
    locator: pathLocator(description, examples),
    find(text, at) {
      const path = segmentsOf(at)
      const key = lastKey(path)
      return selectScalars(parse(text), path)
        .map((scalar) => foundInScalar(text, scalar, key))
        .filter((found) => found !== null)
    },
    ...replacing(() => ({ insert: (version) => `:${version}` })),
    similar: (text, at) => pathsNear(parse(text), segmentsOf(at)),
  }
}

function pathLocator(description: string, examples: readonly string[]) {
  return z
    .string()
    .min(1)
    .max(1000)
    .superRefine((path, context) => {
      const parsed = parsePath(path)
      if ('error' in parsed) context.addIssue({ code: 'custom', message: parsed.error })
    })
    .meta({ description, examples: [...examples] })
}

function segmentsOf(path: string): Segment[] {
  const parsed = parsePath(path)
  return 'error' in parsed ? [] : parsed
}

function lastKey(path: readonly Segment[]): string {
  const last = path.findLast((segment) => segment.kind === 'key')
  return last?.kind === 'key' ? last.key : ''
}
