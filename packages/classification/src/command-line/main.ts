#!/usr/bin/env node
import { runCommandLine } from './run-command-line.js';

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort(new Error('interrupted')));

process.exitCode = await runCommandLine(process.argv.slice(2), {
  output: process.stdout,
  errors: process.stderr,
  signal: interrupted.signal,
});
