import { createHash } from 'node:crypto';

/** SHA-256 of the paths and labels of a list, in its order, in hexadecimal. */
export function hashImageList(images: readonly { readonly path: string; readonly label: number }[]): string {
  const hash = createHash('sha256');
  for (const { path, label } of images) hash.update(`${label} ${path}\n`);
  return hash.digest('hex');
}
