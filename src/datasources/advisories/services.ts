/** Services that are no datasources, with their own addresses: `datasources.<id>.url` and `PINWARDEN_<ID>_URL` stand above them. */
export const ADVISORY_SERVICES = { osv: 'https://api.osv.dev' } as const
