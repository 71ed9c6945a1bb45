type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/**
 * Where the description contradicts what GitHub answers. `apps/list-installations` says that an installation's account is a user AND an
 * enterprise (`allOf`); every other operation with that object says one of both (`anyOf`).
 */
export function corrected(operation: string, schema: Json): Json {
  if (operation !== 'apps/list-installations') return schema
  return eitherAccount(schema)
}

function eitherAccount(value: Json): Json {
  if (Array.isArray(value)) return value.map(eitherAccount)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).map(([key, one]): [string, Json] => {
    const account = key === 'account' && typeof one === 'object' && one !== null && !Array.isArray(one) && 'allOf' in one
    if (!account) return [key, eitherAccount(one)]
    const { allOf, ...rest } = one
    return [key, { ...rest, anyOf: allOf ?? [] }]
  })
  return Object.fromEntries(entries)
}
