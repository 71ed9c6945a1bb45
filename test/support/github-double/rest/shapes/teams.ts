import type { Shaping } from './issues.ts'

/** `team` of the repository's owner, known by its slug alone. */
export function teamShape({ urls, repo }: Shaping, slug: string): Record<string, unknown> {
  const url = `${urls.rest}/orgs/${repo.owner}/teams/${slug}`
  return {
    id: [...slug].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_000, 7),
    node_id: `T_kwDO${Buffer.from(slug).toString('base64url')}`,
    url,
    html_url: `${urls.html}/orgs/${repo.owner}/teams/${slug}`,
    name: slug,
    slug,
    description: null,
    privacy: 'closed',
    notification_setting: 'notifications_enabled',
    permission: 'push',
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    type: 'organization',
    parent: null,
  }
}
