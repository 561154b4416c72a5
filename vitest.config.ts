import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// Without `import`: with it, a package that is required would get the form meant for imports.
const conditions = ['@auction-trader/source', 'module', 'node', 'default'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    exclude: ['**/node_modules/**', '**/dist/**'],
    // Worker threads and child processes of the code under test read the sources too.
    execArgv: ['--conditions=@auction-trader/source'],
    reporters: ['default', './tools/closing-line.ts'],
    passWithNoTests: true,
    // Most time is spent waiting for processes and browsers: two files at once, also on two cores.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      // Libraries keep no state in their modules: their files share a worker, and load each module once.
      { extends: true, test: { name: 'packages', include: ['packages/**/*.test.ts'], isolate: false } },
      { extends: true, test: { name: 'programs', include: ['{apps,bench,examples,tools}/**/*.test.ts'] } },
    ],
  },
});
