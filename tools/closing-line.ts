import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';
import { COUNTS_FILE, type Counts, closingLine } from './counts.ts';

/** Counts every test, every file that did not load and every error outside a test. */
export function count(modules: readonly TestModule[], unhandled: readonly unknown[]): Counts {
  const counts = { passed: 0, failed: unhandled.length, skipped: 0 };
  for (const module of modules) {
    counts.failed += module.errors().length;
    for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') counts.passed += 1;
      else if (state === 'skipped') counts.skipped += 1;
      else counts.failed += 1;
    }
  }
  return counts;
}

/** Ends a run with one line: how many tests passed and failed. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const counts = count(modules, unhandled);
    const file = process.env[COUNTS_FILE];
    // `npm test` adds what it ran besides, and prints the line itself.
    if (file) writeFileSync(file, JSON.stringify(counts));
    else process.once('exit', () => console.log(closingLine(counts)));
  }
}
