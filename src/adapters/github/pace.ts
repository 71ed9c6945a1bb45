/** How a request counts in GitHub's secondary limits. */
export type RequestKind = 'read' | 'write' | 'content'

export interface PaceOptions {
  /** Epoch milliseconds; monotonic enough to measure minutes. */
  now(): number
  sleep(ms: number): Promise<void>
  /** Milliseconds that may be spent on waiting in all. */
  patience: number
}

export interface Pace {
  /** Waits for the request's turn; writes come one after the other. Call what is given back when its answer is there. @throws OutOfPatience */
  turn(kind: RequestKind): Promise<() => void>
  /** Waits because the forge asked for it; `waiting` is called where it does. @throws OutOfPatience */
  rest(ms: number, why: string, waiting?: () => void): Promise<void>
}

/** Waiting any longer would take more time than the run has. What is done is done; the next run continues. */
export class OutOfPatience extends Error {
  /** Milliseconds that it would have taken. */
  readonly wait: number
  constructor(why: string, wait: number) {
    super(why)
    this.name = 'OutOfPatience'
    this.wait = wait
  }
}

/**
 * What GitHub documents (https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits and
 * best-practices-for-using-the-rest-api): no more than 80 requests a minute and 500 an hour that create content, and a second between
 * writes where there are many.
 */
const CONTENT = [
  { most: 80, within: 60_000 },
  { most: 500, within: 3_600_000 },
]

/**
 * So many writes in a minute are few: each counts five of the 900 points that GitHub gives a minute. A handful of pull requests is opened
 * at once, and only what is many goes a second apart.
 */
const FEW = 120
const GAP = 1000

export function createPace({ now, sleep, patience }: PaceOptions): Pace {
  let spent = 0
  let writes: number[] = []
  let content: number[] = []
  let queue: Promise<void> = Promise.resolve()

  async function rest(ms: number, why: string, waiting?: () => void): Promise<void> {
    if (ms <= 0) return
    if (spent + ms > patience) throw new OutOfPatience(why, ms)
    spent += ms
    waiting?.()
    await sleep(ms)
  }

  async function mayWrite(kind: RequestKind): Promise<void> {
    const at = now()
    writes = writes.filter((one) => one > at - 60_000)
    const last = writes.at(-1)
    if (writes.length >= FEW && last !== undefined) await rest(last + GAP - at, 'writes must be a second apart')
    if (kind !== 'content') return
    content = content.filter((one) => one > at - 3_600_000)
    for (const { most, within } of CONTENT) {
      const recent = content.filter((one) => one > now() - within)
      const first = recent[recent.length - most]
      if (first !== undefined)
        await rest(
          first + within - now() + 1,
          `no more than ${most} pieces of content may be made in ${within === 60_000 ? 'a minute' : 'an hour'}`,
        )
    }
  }

  return {
    async turn(kind) {
      if (kind === 'read') return () => undefined
      const before = queue
      let done: () => void = () => undefined
      queue = new Promise((free) => {
        done = free
      })
      await before
      try {
        await mayWrite(kind)
      } catch (error) {
        done()
        throw error
      }
      return () => {
        // Counted from the answer on, and whether it succeeded or not, for GitHub counts both.
        writes.push(now())
        if (kind === 'content') content.push(now())
        done()
      }
    },
    rest,
  }
}

const CONTENT_PATHS = /\/(pulls|issues|comments|reviews|requested_reviewers|assignees|releases|merge|commits\/[^/]+\/comments)$/
const CONTENT_MUTATIONS =
  /\b(createPullRequest|createIssue|addComment|mergePullRequest|enqueuePullRequest|addPullRequestReview|requestReviews)\b/

/** Requests that tell people something create content; GitHub does not list them, so rather one too many. */
export function kindOf(request: { method?: string; url: string; query?: unknown }): RequestKind {
  if (/\/graphql$/.test(request.url)) {
    const text = typeof request.query === 'string' ? request.query.trimStart() : ''
    if (!text.startsWith('mutation')) return 'read'
    return CONTENT_MUTATIONS.test(text) ? 'content' : 'write'
  }
  if (request.method === 'GET' || request.method === 'HEAD') return 'read'
  return (request.method === 'POST' || request.method === 'PUT') && CONTENT_PATHS.test(request.url.replace(/\?.*$/, ''))
    ? 'content'
    : 'write'
}
