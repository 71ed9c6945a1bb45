import type { ZodType } from 'zod'
import type { Answer } from '../core/model/release.ts'
import type { Http } from '../ports/http.ts'

/** What to discover: one component's source, resolved against defaults. */
export interface Query {
  /** Component name, for reports. */
  component: string
  /** `owner/name`, image name, package name …: what the datasource calls the thing. */
  package: string
  /** Base URL that this component names itself, above the configured one. */
  url?: string
  /** Tags that begin with it are the component's; the rest of the tag is the version. */
  tagPrefix?: string
  /**
   * Versions that must have been seen before reading may stop: those that are in use. A list that is newest first is read as far as the
   * oldest of them; absent or not found: to its end, or to the datasource's bound with a notice.
   */
  reach?: readonly string[]
  /** Whether the files of a release are wanted (an asset pattern, a condition on assets). They make answers many times larger. */
  assets?: boolean
  /** All keys under `source:`, as the datasource's own schema parsed them. */
  source: Readonly<Record<string, unknown>>
}

export interface DatasourceIo {
  http: Http
  /** Base URL of a service: `PINWARDEN_<ID>_URL`, else `datasources.<id>.url`, else the datasource's own default. No trailing slash. */
  baseUrl(service: string): string
  /** The text of a file of the repository that is looked at, or null where there is none. Absent where there is no repository. */
  readFile?(path: string): Promise<string | null>
}

/** Where versions are discovered. Declares facts, from which schema and docs are generated. */
export interface Datasource {
  id: string
  label: string
  /** What users write as `package`: `owner/name`. */
  example: string
  docs: string
  /** Base URL where none is configured; null where every component must name its own. */
  defaultUrl: string | null
  /** In words, where the address comes from, where `defaultUrl` is not the whole truth. */
  addressFrom?: string
  defaultVersioning: string
  provides: readonly ('date' | 'notes' | 'assets' | 'digest' | 'commit' | 'yanked' | 'deprecated' | 'platforms' | 'attested' | 'lines')[]
  /** Keys under `source:` beside `datasource`, `package` and `url`. Documented by `.meta({ description })`. */
  source: ZodType<Record<string, unknown>>
  /** Answers by position, one for each query; a list from day one, for one request can ask for many. Never throws for an upstream's failure. */
  discover(queries: readonly Query[], io: DatasourceIo): Promise<Answer[]>
}
