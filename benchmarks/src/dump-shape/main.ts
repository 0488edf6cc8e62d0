// All methods on a dump of ImageNet-LT's shape: main.js [OPTIONS].
import { UsageError } from '../usage-error.js';
import { dumpShapeUsage, parseDumpShapeOptions, type DumpShapeOptions } from './dump-shape-options.js';
import { runDumpShape } from './run-dump-shape.js';

const args = process.argv.slice(2);
const options = parseOrSay();
if (options?.help) process.stdout.write(dumpShapeUsage);
else if (options) {
  await runDumpShape(
    options,
    ['npx nx run benchmarks:dump-shape', ...(args.length > 0 ? ['--', ...args] : [])].join(' '),
  );
}

/** A wrong command line is said in one line, with exit code 2. */
function parseOrSay(): DumpShapeOptions | null {
  try {
    return parseDumpShapeOptions(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
    return null;
  }
}
