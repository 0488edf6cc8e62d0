import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../fixtures/temporary-folder.js';
import { readClassNames } from './read-class-names.js';

const folder = temporaryFolder();

it.each([
  ['a.txt', 'cat\r\nblack bear \nlynx\n\n', ['cat', 'black bear', 'lynx']],
  ['a.json', '["cat", "lynx"]', ['cat', 'lynx']],
])('reads names from %s', async (name, text, expected) => {
  await writeFile(join(folder.path, name), text);
  expect(await readClassNames(join(folder.path, name))).toEqual(expected);
});

it.each([
  ['b.txt', 'cat\n\nlynx\n', 'b.txt: line 2 must be the name of a class, got nothing'],
  ['c.txt', '', 'c.txt: the file must be the name of a class, got nothing'],
  ['b.json', '{"a": 1}', 'b.json: the file must be a list of names'],
  ['c.json', '["a", 1]', 'c.json: name 1 must be a list of names'],
  ['d.json', '[', 'd.json: the file must be JSON, got none'],
])('refuses %s', async (name, text, message) => {
  await writeFile(join(folder.path, name), text);
  await expect(readClassNames(join(folder.path, name))).rejects.toThrow(message);
});
