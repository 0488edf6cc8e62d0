import { FileFormatError } from '@disalign/core';
import { z } from 'zod';
import type { ListedImage } from '../image-lists/parse-image-list.js';
import { problemOfPath } from '../image-lists/problem-of-path.js';

const identity = z.int();
const schema = z.object({
  images: z.array(z.object({ id: identity, file_name: z.string().min(1) })),
  annotations: z.array(z.object({ image_id: identity, category_id: identity })),
  categories: z.array(z.object({ id: identity, name: z.string() })),
});

/** What a file of iNaturalist says. */
export interface ParsedINaturalist {
  /** Names by id of the category, in ascending order of the ids; that order numbers the classes. */
  readonly categories: ReadonlyMap<number, string>;
  /** In the order of `images`. */
  readonly images: readonly ListedImage[];
}

/**
 * Reads a file of iNaturalist 2018, which is laid out as COCO's are: images, one annotation for each, and categories.
 *
 * @param file its name for errors
 * @param categories of training: those of another split must be the same
 * @throws FileFormatError naming the file and the entry: where a field is missing, an image has no annotation or two, an annotation is
 * of an image or a category that is not there, an id or a file stands there twice, or a path leaves the root
 */
export function parseINaturalist(
  json: unknown,
  { file, categories: known }: { readonly file: string; readonly categories?: ReadonlyMap<number, string> },
): ParsedINaturalist {
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0];
    throw new FileFormatError({ file, field: path.join('.') || 'content', expected: 'as in COCO', got: message });
  }
  const { images, annotations, categories } = parsed.data;
  const named = uniqueBy(categories, { file, field: 'categories', keyOf: ({ id }) => id });
  const ids = [...named.keys()].sort((a, b) => a - b);
  const names = new Map(ids.map((id) => [id, named.get(id)?.entry.name ?? '']));
  checkSame(names, known, file);

  const labels = new Map(ids.map((id, label) => [id, label]));
  const annotationOf = uniqueBy(annotations, { file, field: 'annotations', keyOf: ({ image_id }) => image_id });
  const imageOf = uniqueBy(images, { file, field: 'images', keyOf: ({ id }) => id });
  uniqueBy(images, { file, field: 'images', keyOf: ({ file_name }) => file_name });
  for (const [image, { origin }] of annotationOf) {
    if (!imageOf.has(image)) throw broken(origin, 'image_id', 'that of an image', `${image}`);
  }
  return {
    categories: names,
    images: [...imageOf.values()].map(({ entry: { id, file_name: path }, origin }) => {
      const annotation = annotationOf.get(id);
      if (annotation === undefined) throw broken(origin, 'annotation', 'there', `none of image ${id}`);
      const { category_id: category } = annotation.entry;
      const label = labels.get(category);
      if (label === undefined) throw broken(annotation.origin, 'category_id', 'that of a category', `${category}`);
      const problem = problemOfPath(path);
      if (problem !== undefined) throw broken(origin, `file_name ${path}`, 'a path inside the root', problem);
      return { path, label, origin };
    }),
  };
}

function broken(origin: string, field: string, expected: string, got: string): FileFormatError {
  return new FileFormatError({ file: origin, field, expected, got });
}

/** Entries by their key, each with what names it. @throws FileFormatError for a key that stands there twice */
function uniqueBy<Entry, Key extends number | string>(
  entries: readonly Entry[],
  { file, field, keyOf }: { file: string; field: string; keyOf: (entry: Entry) => Key },
): Map<Key, { readonly entry: Entry; readonly origin: string }> {
  const found = new Map<Key, { readonly entry: Entry; readonly origin: string }>();
  for (const [index, entry] of entries.entries()) {
    const key = keyOf(entry);
    const origin = `${file}: ${field}[${index}]`;
    const before = found.get(key);
    if (before !== undefined) throw broken(origin, `${key}`, 'there once', `it again after ${before.origin}`);
    found.set(key, { entry, origin });
  }
  return found;
}

function checkSame(
  names: ReadonlyMap<number, string>,
  known: ReadonlyMap<number, string> | undefined,
  file: string,
): void {
  if (known === undefined) return;
  const other = [...names, ...known].find(([id]) => names.get(id) !== known.get(id));
  if (other === undefined) return;
  const [id] = other;
  const [expected, got] = [known.get(id) ?? 'none', names.get(id) ?? 'none'];
  throw new FileFormatError({ file, field: `category ${id}`, expected: `${expected}, as in training`, got });
}
