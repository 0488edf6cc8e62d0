// Builds the addon of tfjs-node or tfjs-node-gpu against a modern libtensorflow; see tools/README.md.
import { fileURLToPath } from 'node:url';
import { buildAddon } from './build-addon.js';
import { MissingRequirement } from './missing-requirement.js';
import { type BuildOptions, readArguments } from './read-arguments.js';

const workspaceRoot = fileURLToPath(new URL('../../../', import.meta.url));

try {
  const options = readOptions();
  const { version, isUsingGpuDevice, wasThere } = await buildAddon(options, showStep);
  const device = isUsingGpuDevice ? 'a CUDA device' : 'the processor';
  const verb = wasThere ? 'is already built' : 'is built';
  console.log(`@tensorflow/${options.packageName} ${verb}: libtensorflow ${version}, on ${device}`);
} catch (error) {
  // What is missing is one line, with a status of its own; anything else says all it knows, the compiler's output for one.
  const isMissing = error instanceof MissingRequirement;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  console.error(isMissing ? `libtensorflow: ${error.message}` : text);
  process.exitCode = isMissing ? 2 : 1;
}

function readOptions(): BuildOptions {
  try {
    return readArguments(process.argv.slice(2), workspaceRoot);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    console.error(`libtensorflow: ${text}`);
    process.exit(2);
  }
}

/** Quiet where nobody watches. */
function showStep(text: string): void {
  if (process.stderr.isTTY) console.error(`libtensorflow: ${text} ...`);
}
