import fastGlob from 'fast-glob';

const natural = new Intl.Collator('en', { numeric: true });

/**
 * Files that a glob pattern matches, in natural order: `part-2` before `part-10`. A list of paths is taken as it is, in its order.
 * @throws RangeError when there is none
 */
export async function findShardFiles(patternOrPaths: string | readonly string[]): Promise<readonly string[]> {
  if (typeof patternOrPaths !== 'string') {
    if (patternOrPaths.length > 0) return patternOrPaths;
    throw new RangeError('openFeatureShards: `paths` must name at least one file, got none');
  }
  const files = await fastGlob(patternOrPaths);
  if (files.length === 0) {
    throw new RangeError(`openFeatureShards: \`pattern\` must match at least one file, got none for ${patternOrPaths}`);
  }
  // Names that count as equal, like 1 and 01, still need one order everywhere.
  return files.sort((a, b) => natural.compare(a, b) || (a < b ? -1 : 1));
}
