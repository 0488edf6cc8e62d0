import { runSpeed } from './run-speed.js';

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort(new Error('interrupted')));

process.exitCode = await runSpeed(process.argv.slice(2), {
  output: process.stdout,
  errors: process.stderr,
  signal: interrupted.signal,
});
