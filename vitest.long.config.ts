import { defineConfig } from 'vitest/config'

/** Tests against real programs that a system package brings; `npm test` does without them. */
export default defineConfig({
  test: {
    // Of two cores vitest would use one.
    maxWorkers: '100%',
    include: ['test/long/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
