export { answerResolve } from './inspect-resolve.ts'
export { answerSolve } from './inspect-solve.ts'
