import { FileFormatError } from '@disalign/core';
import { isMap, isNode, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import type { z } from 'zod';
import { expectationOf, unknownKeyOf } from './expectation-of.js';

/** Whose text it is, and what it must be. */
export interface YamlRules<Schema extends z.ZodType> {
  readonly file: string;
  readonly schema: Schema;
}

/**
 * Reads YAML, or JSON, which is YAML too, and checks it.
 *
 * @throws FileFormatError naming file, line and key: where the text is no YAML, has a key twice, or breaks the schema
 */
export function parseYaml<Schema extends z.ZodType>(text: string, rules: YamlRules<Schema>): z.output<Schema> {
  const { file, schema } = rules;
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineOf = (offset: number) => `line ${lines.linePos(offset).line}`;
  for (const { pos, message } of document.errors) {
    throw new FileFormatError({ file, field: lineOf(pos[0]), expected: 'YAML', got: lowerFirst(message) });
  }
  const value = valueOf(document, file);
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const unknown = unknownKeyOf(issue);
  const path = unknown === undefined ? issue.path : [...issue.path, unknown];
  const node = nodeAt(document, path, unknown !== undefined);
  throw new FileFormatError({
    file,
    field: [node?.range ? lineOf(node.range[0]) : 'line 1', ...(path.length > 0 ? [`key ${path.join('.')}`] : [])].join(
      ', ',
    ),
    expected: unknown === undefined ? expectationOf(issue) : 'one that is known',
    got: unknown ?? shortText(path.reduce<unknown>(partOf, value)),
  });
}

/** Aliases that make a small text large are refused. */
function valueOf(document: Document, file: string): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    const got = cause instanceof Error ? cause.message : String(cause);
    throw new FileFormatError({ file, field: 'the file', expected: 'YAML', got }, { cause });
  }
}

function partOf(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function shortText(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** The node that a path leads to, or the last one on the way; with `isKey` the key at its end in place of the value. */
function nodeAt(document: Document, path: readonly PropertyKey[], isKey: boolean): Node | undefined {
  let node: unknown = document.contents;
  for (const [index, part] of path.entries()) {
    const pair = isMap(node) ? node.items.find(({ key }) => isNode(key) && String(key) === String(part)) : undefined;
    if (pair && isKey && index === path.length - 1) return isNode(pair.key) ? pair.key : undefined;
    const next: unknown = pair ? pair.value : document.getIn(path.slice(0, index + 1), true);
    if (!isNode(next)) break;
    node = next;
  }
  return isNode(node) ? node : undefined;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
