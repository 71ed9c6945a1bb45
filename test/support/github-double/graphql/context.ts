import { allowed, refusalFor } from '../access.ts'
import type { Acting, DoubleContext, Urls } from '../context.ts'
import type { Repository, Token, User } from '../state.ts'
import { graphError } from './errors.ts'

export interface GraphContext {
  double: DoubleContext
  urls: Urls
  token: Token
  actor: User
  /** Answer of `rateLimit`. */
  rate: { cost: number; limit: number; remaining: number; used: number; resetAt: string; nodeCount: number }
}

/** A resolved object: plain values, and functions for what takes arguments or costs work. `undefined` keys are not there. */
export type Node = Record<string, unknown>

export function acting(context: GraphContext, repo: Repository): Acting {
  return { double: context.double, repo, actor: context.actor, token: context.token }
}

/** @throws GraphQLError FORBIDDEN */
export function need(context: GraphContext, repo: Repository, ...permissions: readonly string[]): void {
  if (!allowed(context.token, repo, permissions)) throw graphError('FORBIDDEN', refusalFor(context.token))
}
