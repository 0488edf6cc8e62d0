import type { BackendDiagnosis } from './diagnose-backends.js';
import type { BackendSpeed } from './backend-speed.js';

/**
 * What {@link diagnoseBackends} found, as lines for a terminal.
 *
 * @example
 * import { formatDiagnosis } from '@disalign/core';
 *
 * formatDiagnosis([{ name: 'node', starts: false, reason: 'not installed: npm install @tensorflow/tfjs-node' }]);
 */
export function formatDiagnosis(backends: readonly BackendDiagnosis[]): string {
  const lines = backends.flatMap((backend) => {
    const name = backend.name.padEnd(NAME_WIDTH);
    if (!backend.starts) return [`${name}does not start: ${backend.reason}`];
    return [`${name}${backend.device}`, `${' '.repeat(NAME_WIDTH)}${speedText(backend.speed)}`];
  });
  return [HEADING, '', ...lines].join('\n');
}

const NAME_WIDTH = 'node-gpu'.length + 2;
const HEADING =
  'Backends in the order of auto; loss and gradients of one batch, [rows, features, classes], against float64';

function speedText({ kernel, sizes, milliseconds, runs, rowsPerSecond, error, isCorrect }: BackendSpeed): string {
  const rate = `${Number(rowsPerSecond.toPrecision(3)).toLocaleString('en-US')} rows/s`;
  const time = `${milliseconds.toPrecision(3)} ms, median of ${runs}`;
  const difference = `error ${error.toExponential(1)}${isCorrect ? '' : ': WRONG, do not use it'}`;
  return `${kernel} [${sizes.join(', ')}]: ${rate} (${time}), ${difference}`;
}
