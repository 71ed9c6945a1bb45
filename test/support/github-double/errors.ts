/** An answer of the REST API that is not a success, in GitHub's own shape. */
export class RestError extends Error {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    message: string,
    more: { errors?: readonly unknown[]; docs?: string; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message)
    this.name = 'RestError'
    this.status = status
    this.body = {
      message,
      ...(more.errors === undefined ? {} : { errors: more.errors }),
      documentation_url: more.docs ?? 'https://docs.github.com/rest',
      status: String(status),
    }
    this.headers = more.headers ?? {}
  }
}

/** 422 `Validation Failed` with one entry of `errors`. */
export function validationFailed(resource: string, field: string, code: string, message?: string): RestError {
  return new RestError(422, 'Validation Failed', {
    errors: [{ resource, ...(field === '' ? {} : { field }), code, ...(message === undefined ? {} : { message }) }],
  })
}

export function notFound(): RestError {
  return new RestError(404, 'Not Found')
}

/** Words of GitHub for what a domain operation refuses; REST and GraphQL each put them into their own shape. */
export class Refusal extends Error {
  readonly kind: 'unprocessable' | 'forbidden' | 'not-found' | 'stale' | 'conflict' | 'not-allowed'
  readonly detail: { resource: string; field?: string; code: string; message?: string } | undefined

  constructor(kind: Refusal['kind'], message: string, detail?: Refusal['detail']) {
    super(message)
    this.name = 'Refusal'
    this.kind = kind
    this.detail = detail
  }
}

const statuses: Readonly<Record<Refusal['kind'], number>> = {
  unprocessable: 422,
  forbidden: 403,
  'not-found': 404,
  stale: 409,
  conflict: 409,
  'not-allowed': 405,
}

export function toRestError(refusal: Refusal): RestError {
  if (refusal.detail !== undefined) return new RestError(statuses[refusal.kind], 'Validation Failed', { errors: [refusal.detail] })
  return new RestError(statuses[refusal.kind], refusal.message)
}
