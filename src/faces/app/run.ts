import { runApp } from './main.ts'

// Nothing else stands here: what a platform starts cannot be tested without being started.
await runApp()
