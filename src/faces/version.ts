/** Set by the bundler from package.json. */
declare const PINWARDEN_VERSION: string | undefined

/** Version of this build; `0.0.0-source` where it runs from source. */
export const VERSION = typeof PINWARDEN_VERSION === 'string' ? PINWARDEN_VERSION : '0.0.0-source'
