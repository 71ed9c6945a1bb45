import { defineConfig } from 'vitest/config'

const PURE = 'src/core/**/*.test.ts'

export default defineConfig({
  test: {
    // Of two cores vitest would use one.
    maxWorkers: '100%',
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        // The core keeps nothing and changes nothing outside of itself: its tests share what one of them has loaded, which halves their time.
        test: { name: 'core', include: [PURE], isolate: false },
      },
      {
        extends: true,
        test: {
          name: 'rest',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: [PURE, 'test/long/**', 'node_modules/**'],
          globalSetup: ['test/support/bundled-cli.ts'],
        },
      },
    ],
  },
})
