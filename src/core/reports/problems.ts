import type { z } from 'zod'
import type { Problem } from '../model/problems.ts'
import type { problemSchema } from './report.ts'

/** A problem as outputs show it. */
export function problemRow(problem: Problem): z.infer<typeof problemSchema> {
  const { code, severity = 'error', message, at, path, help, url } = problem
  return {
    code,
    severity,
    message,
    ...(at === undefined ? {} : { file: at.file }),
    ...(at?.line === undefined ? {} : { line: at.line }),
    ...(at?.column === undefined ? {} : { column: at.column }),
    ...(path === undefined ? {} : { path }),
    ...(help === undefined ? {} : { help }),
    ...(url === undefined ? {} : { url }),
  }
}
