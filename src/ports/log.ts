/** What a run says while it works. A face decides how it looks: a progress line, an annotation, a JSON log. */
export interface Log {
  /** Progress that replaces itself on a terminal: `discovery 12/15`. */
  progress(stage: string, done: number, total: number, detail?: string): void
  info(message: string): void
  warn(message: string): void
  debug(message: string): void
}
