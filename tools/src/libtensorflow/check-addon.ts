import { z } from 'zod';
import { runCommand } from '../processes/run-command.js';

// In a process of its own: an addon that does not fit its library can end it. The helpers are what Node 23 removed.
const script = `
  const util = require('node:util');
  util.isNullOrUndefined ??= (value) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
  const tf = require(process.argv[1]);
  const product = tf.matMul(tf.tensor2d([[1, 2], [3, 4]]), tf.tensor2d([[5], [6]]));
  const { binding, isUsingGpuDevice } = tf.backend();
  const result = { backend: tf.getBackend(), product: [...product.dataSync()], version: binding.TF_Version, isUsingGpuDevice };
  console.log('\\n' + JSON.stringify(result));
`;

const answer = z.object({
  backend: z.literal('tensorflow'),
  product: z.tuple([z.literal(17), z.literal(39)]),
  version: z.string(),
  isUsingGpuDevice: z.boolean(),
});

/** What an addon that works says of itself. */
export interface AddonReport {
  /** The version of libtensorflow. */
  readonly version: string;
  readonly isUsingGpuDevice: boolean;
}

/**
 * Loads an addon's package in a process of its own and multiplies two matrices on it.
 *
 * @throws Error if it does not load or computes something else
 */
export async function checkAddon(packageFolder: string): Promise<AddonReport> {
  const output = await runCommand(process.execPath, ['-e', script, packageFolder], { cwd: packageFolder });
  return answer.parse(JSON.parse(output.trim().split('\n').at(-1) ?? ''));
}
