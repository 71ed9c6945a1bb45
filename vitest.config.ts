import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Of two cores vitest would use one.
    maxWorkers: '100%',
    // Test files share what one of them has loaded, which saves a third of the time: none changes anything outside of itself but what it takes back.
    isolate: false,
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['test/long/**', 'node_modules/**'],
    globalSetup: ['test/support/bundled-cli.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
})
