/** One file of a folder or archive of advisories: its text, or why it could not be read. */
export type AdvisoryFile = { name: string; text: string } | { name: string; problem: string }
