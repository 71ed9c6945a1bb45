import { tooOld } from '../node-version.ts'
import { runApp } from './main.ts'

// Nothing else stands here: what a platform starts cannot be tested without being started.
const old = tooOld()
if (old === null) void runApp()
else {
  console.error(old)
  process.exitCode = 2
}
