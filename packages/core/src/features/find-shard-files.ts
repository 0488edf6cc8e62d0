import fastGlob from 'fast-glob';

const natural = new Intl.Collator('en', { numeric: true });

/**
 * Files that a glob pattern matches, in natural order: `part-2` before `part-10`. A list of paths is taken as it is, in its order.
 *
 * @param caller for the error text
 * @throws RangeError when there is none
 * @example
 * import { findShardFiles, writeNpy } from '@disalign/core/node';
 * await writeNpy('part-2.npy', { dtype: 'F32', shape: [1], data: Float32Array.of(1) });
 * await findShardFiles('part-*.npy'); // ['part-2.npy']
 */
export async function findShardFiles(
  patternOrPaths: string | readonly string[],
  caller = 'openFeatureShards',
): Promise<readonly string[]> {
  if (typeof patternOrPaths !== 'string') {
    if (patternOrPaths.length > 0) return patternOrPaths;
    throw new RangeError(`${caller}: \`paths\` must name at least one file, got none`);
  }
  const files = await fastGlob(patternOrPaths);
  if (files.length === 0) {
    throw new RangeError(`${caller}: \`pattern\` must match at least one file, got none for ${patternOrPaths}`);
  }
  // Names that count as equal, like 1 and 01, still need one order everywhere.
  return files.sort((a, b) => natural.compare(a, b) || (a < b ? -1 : 1));
}
