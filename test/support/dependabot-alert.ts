/** An open alert about an npm package in every version below `fixed`; after the example in GitHub's description of `dependabot/list-alerts-for-repo`. */
export function aDependabotAlert({
  number,
  name,
  fixed,
  ghsa,
  cve,
}: {
  number: number
  name: string
  fixed: string
  ghsa: string
  cve: string
}) {
  const dependency = { ecosystem: 'npm', name }
  const vulnerability = {
    package: dependency,
    severity: 'high',
    vulnerable_version_range: `< ${fixed}`,
    first_patched_version: { identifier: fixed },
  }
  return {
    number,
    state: 'open',
    dependency: { package: dependency, manifest_path: 'path/to/package.json', scope: 'runtime', relationship: 'direct' },
    security_advisory: {
      ghsa_id: ghsa,
      cve_id: cve,
      summary: `What is wrong with ${name}`,
      description: 'A longer text.',
      vulnerabilities: [vulnerability],
      severity: 'high',
      cvss: { vector_string: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', score: 7.5 },
      cwes: [{ cwe_id: 'CWE-200', name: 'Exposure of Sensitive Information to an Unauthorized Actor' }],
      identifiers: [
        { type: 'GHSA', value: ghsa },
        { type: 'CVE', value: cve },
      ],
      references: [{ url: `https://github.com/advisories/${ghsa}` }],
      published_at: '2026-11-20T12:00:00Z',
      updated_at: '2026-11-20T12:00:00Z',
      withdrawn_at: null,
    },
    security_vulnerability: vulnerability,
    url: `https://api.github.com/repos/acme/platform/dependabot/alerts/${number}`,
    html_url: `https://github.com/acme/platform/security/dependabot/${number}`,
    created_at: '2026-11-20T13:00:00Z',
    updated_at: '2026-11-20T13:00:00Z',
    dismissed_at: null,
    dismissed_by: null,
    dismissed_reason: null,
    dismissed_comment: null,
    fixed_at: null,
  }
}
