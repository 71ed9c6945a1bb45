/** Kinds of nodes, as the prefix of their ids. */
export type NodeKind =
  | 'R'
  | 'PR'
  | 'I'
  | 'LA'
  | 'IC'
  | 'U'
  | 'RE'
  | 'RA'
  | 'REF'
  | 'C'
  | 'T'
  | 'B'
  | 'TAG'
  | 'PRR'
  | 'CR'
  | 'CS'
  | 'SC'
  | 'MI'
  | 'MQ'
  | 'EV'
  | 'WFR'
  | 'DE'
  | 'DS'

/** Opaque to clients, as GitHub's are; tells the double what it stands for. */
export function nodeId(kind: NodeKind, ...parts: readonly (string | number)[]): string {
  return `${kind}_kwDO${Buffer.from(parts.join('\0')).toString('base64url')}`
}

export function parseNodeId(id: string): { kind: string; parts: string[] } | null {
  const found = /^([A-Z]{1,4})_kwDO([A-Za-z0-9_-]{1,400})$/.exec(id)
  if (found === null) return null
  return {
    kind: found[1] ?? '',
    parts: Buffer.from(found[2] ?? '', 'base64url')
      .toString()
      .split('\0'),
  }
}
