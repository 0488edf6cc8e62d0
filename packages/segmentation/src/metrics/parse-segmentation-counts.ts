import { FileFormatError } from '@disalign/core';
import { z } from 'zod';
import { SegmentationCounts } from './segmentation-counts.js';

const count = z.number().int().nonnegative();
const schema = z
  .object({ classes: z.number().int().min(1).max(254), images: count, confusion: z.array(count) })
  .refine(({ classes, confusion }) => confusion.length === classes * (classes + 1), {
    path: ['confusion'],
    message: 'Invalid input: expected K (K + 1) cells',
  });

/**
 * Reads counts that another process wrote with `JSON.stringify(counts)`, to be merged.
 *
 * @param text the JSON
 * @param file its name, for errors
 * @throws FileFormatError naming `file` and the entry when the text is no JSON, or no such counts
 * @example
 * import { parseSegmentationCounts, SegmentationCounts } from '@disalign/segmentation';
 * const here = new SegmentationCounts(150);
 * const there = parseSegmentationCounts(JSON.stringify(here), 'there.json');
 * here.merge(there).images; // 0
 */
export function parseSegmentationCounts(text: string, file: string): SegmentationCounts {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new FileFormatError(
      { file, field: 'content', expected: 'JSON', got: `${text.length} characters` },
      { cause },
    );
  }
  const { data, error } = schema.safeParse(content);
  if (data !== undefined) return SegmentationCounts.from(data);
  const [issue] = error.issues;
  throw new FileFormatError({ file, field: issue.path.join('.') || 'content', expected: 'counts', got: issue.message });
}
