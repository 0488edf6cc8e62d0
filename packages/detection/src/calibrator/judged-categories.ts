import type { GroundTruth } from '../data/ground-truth.js';

/**
 * Which categories, by index, LVIS may judge in an image, by the id of the image: those that are annotated there, and those that were looked for in
 * vain.
 */
export function judgedCategories({ images, annotations }: GroundTruth): (imageId: number) => ReadonlySet<number> {
  const sets = images.negative.map((categories) => new Set(categories));
  for (let row = 0; row < annotations.length; row++) sets[annotations.images[row]].add(annotations.categories[row]);
  const places = new Map(Array.from(images.ids, (id, index) => [id, index]));
  const none = new Set<number>();
  return (imageId) => sets[places.get(imageId) ?? -1] ?? none;
}
