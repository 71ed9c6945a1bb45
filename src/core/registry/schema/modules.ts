import type { ZodType } from 'zod'

/** The part of the module registries that the schema and the rules are closed over. `src/commands/modules.ts` brings the real ones. */
export interface RegistryModules {
  datasources: Readonly<
    Record<string, { id: string; label?: string; defaultVersioning?: string; source: ZodType<Record<string, unknown>> }>
  >
  /** Services that are asked beside the datasources, and have addresses of their own. Absent: none. */
  services?: readonly string[]
  /** Ids of the versioning schemes. */
  versionings: readonly string[]
  pinEditors: Readonly<Record<string, { id: string; label?: string; locator: ZodType }>>
  /** Notification channels with the schema of what each needs; absent: those of the specification, without settings. */
  channels?: Readonly<Record<string, { id: string; config: ZodType }>>
  /** Whether a scheme reads the text as a range. */
  parseRange(scheme: string, text: string): boolean
  /** Whether a scheme reads the text as a version. */
  parseVersion(scheme: string, text: string): boolean
}
