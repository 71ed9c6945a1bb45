import { runAction } from './runner.ts'

// Nothing else stands here: what a runner starts cannot be tested without being started.
await runAction()
