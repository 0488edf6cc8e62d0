import type { z } from 'zod';
import { FileFormatError } from './file-format-error.js';

/** Where a text of JSON was found, and what it must be. */
export interface JsonMetadata<Schema extends z.ZodType> {
  readonly file: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly key: string;
  readonly schema: Schema;
}

/**
 * Reads a metadata entry of a safetensors file that holds JSON.
 *
 * @throws FileFormatError naming file, entry and the place within it, when it is missing, no JSON, or breaks the schema
 */
export function parseJsonMetadata<Schema extends z.ZodType>(entry: JsonMetadata<Schema>): z.output<Schema> {
  const { file, metadata, key, schema } = entry;
  const field = `metadata ${key}`;
  const text = metadata[key];
  if (text === undefined) throw new FileFormatError({ file, field, expected: 'there', got: 'nothing' });
  const result = schema.safeParse(jsonOf(text));
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0];
  const place = path.length === 0 ? field : `${field}, ${path.join('.')},`;
  throw new FileFormatError({ file, field: place, expected: 'as its schema says', got: message });
}

/** undefined, which no schema takes, for text that is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
