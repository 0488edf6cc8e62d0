import { posix } from 'node:path';
import type { ListedImage } from './parse-image-list.js';

/**
 * Names of classes from the folders of their first images, without what all folders begin with: `n01440764` for
 * `train/n01440764/1.JPEG`. The number of the class where its images lie in several folders, or two classes share one.
 *
 * @returns [K]
 */
export function nameClasses(images: readonly ListedImage[], classes: number): string[] {
  const folders = Array.from({ length: classes }, () => new Set<string>());
  for (const { path, label } of images) folders[label].add(posix.dirname(path));
  const paths = folders.map((found) => (found.size === 1 ? [...found][0].split('/') : null));
  const known = paths.filter((path) => path !== null);
  const shortest = Math.min(...known.map((path) => path.length));
  let shared = 0;
  while (shared < shortest - 1 && known.every((path) => path[shared] === known[0][shared])) shared++;
  const names = paths.map((path, label) => path?.slice(shared).join('/') ?? `${label}`);
  return new Set(names).size === classes ? names : names.map((_, label) => `${label}`);
}
