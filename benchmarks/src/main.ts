import { runBenchmark } from './run-benchmark.js';

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort(new Error('interrupted')));

process.exitCode = await runBenchmark(process.argv.slice(2), {
  output: process.stdout,
  errors: process.stderr,
  signal: interrupted.signal,
});
