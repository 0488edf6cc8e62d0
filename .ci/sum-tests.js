// Adds up the reports that the test runs of all workspaces left, and closes with one line: N passed, N failed.
import { existsSync, readFileSync } from 'node:fs';
import fastGlob from 'fast-glob';

const workspaces = fastGlob.sync('{packages/*,benchmarks,tools}/vitest.config.ts');
const reports = workspaces.map((config) => config.replace('vitest.config.ts', '.cache/test-report.json'));

// Those that ran once more on the backend `node`; what they left out is no test that was skipped.
const nodeReports = fastGlob.sync('packages/*/.cache/node-test-report.json');

const totals = { passed: 0, failed: 0, skipped: 0 };
for (const path of [...reports, ...nodeReports]) {
  if (!existsSync(path)) {
    console.error(`${path} is missing: its tests did not run`);
    totals.failed += 1;
    continue;
  }
  const report = JSON.parse(readFileSync(path, 'utf8'));
  totals.passed += report.numPassedTests;
  totals.failed += report.numFailedTests;
  if (!nodeReports.includes(path)) totals.skipped += report.numPendingTests + report.numTodoTests;
  // A file that does not load fails without any test of its own.
  if (!report.success && report.numFailedTests === 0) totals.failed += 1;
}

const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
console.log(`${totals.passed} passed, ${totals.failed} failed${skipped}`);
process.exitCode = totals.failed === 0 ? 0 : 1;
