import { appendFile, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FilePlace } from '../files/file-place.js';
import type { SourceModule } from './feature-source.js';
import { startRowReader, type RowReader } from './start-row-reader.js';

describe('startRowReader', () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  let folder: string;
  let reader: RowReader;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'disalign-'));
    reader = startRowReader(memory);
  });
  afterEach(async () => {
    await reader.close();
    await rm(folder, { recursive: true });
  });

  /** A file that holds 0, 1, 2, … */
  async function placeIn(name: string, bytes: number, offset: number): Promise<FilePlace> {
    const path = join(folder, name);
    await writeFile(
      path,
      Uint8Array.from({ length: bytes }, (_, i) => i),
    );
    const { size, ino, mtimeMs } = await stat(path);
    return { path, offset, state: { size, inode: ino, changed: mtimeMs } };
  }
  const bytesAt = (address: number, length: number) => [...new Uint8Array(memory.buffer, address, length)];

  it('reads from several files to their addresses, and the reads that were asked for first first', async () => {
    const [a, b] = [await placeIn('a', 20, 3), await placeIn('b', 20, 10)];
    const both = reader.read([
      { place: a, bytes: 4, to: 100 },
      { place: b, bytes: 2, to: 104 },
    ]);
    const again = reader.read([{ place: { ...a, offset: 0 }, bytes: 2, to: 102 }]);
    await both;
    await again;
    expect(bytesAt(100, 6)).toEqual([3, 4, 0, 1, 10, 11]);
  });

  it('reads from more files than it holds open', async () => {
    const places = await Promise.all(Array.from({ length: 150 }, (_, i) => placeIn(`file-${i}`, 200, i)));
    await reader.read(places.map((place, i) => ({ place, bytes: 1, to: i })));
    expect(bytesAt(0, 150)).toEqual(places.map((_, i) => i));
  });

  it('refuses a file that was written to, and one that ends early, and goes on', async () => {
    const [grown, short] = [await placeIn('grown', 20, 0), await placeIn('short', 20, 15)];
    await appendFile(grown.path, 'more');
    const refusal = (path: string) => `${path}: file must be unchanged since it was opened, got another`;
    for (let again = 0; again < 2; again++) {
      await expect(reader.read([{ place: grown, bytes: 2, to: 0 }])).rejects.toThrow(refusal(grown.path));
    }
    await expect(reader.read([{ place: short, bytes: 9, to: 0 }])).rejects.toThrow(refusal(short.path));
    await expect(reader.read([{ place: short, bytes: 5, to: 0 }])).resolves.toBeUndefined();
  });

  it('tells what the file system says', async () => {
    const place = await placeIn('gone', 20, 0);
    await rm(place.path);
    await expect(reader.read([{ place, bytes: 2, to: 0 }])).rejects.toThrow('ENOENT');
  });

  /** A module whose rows hold their number, view and the options' `add`. */
  async function writeModule(name: string, body: string): Promise<SourceModule> {
    const path = join(folder, name);
    await writeFile(path, `export const rows = async ({ add }) => ({ featureSize: 2, classes: 3, ${body} });`);
    return { url: pathToFileURL(path).href, name: 'rows', options: { add: 0.5 } };
  }
  const floatsAt = (address: number, length: number) => [...new Float32Array(memory.buffer, address, length)];
  const fill = `async read({ start, end }, view, { features, logits }) {
    for (let row = start; row < end; row++) {
      features.fill(row + add, 2 * (row - start));
      logits.fill(row + view, 3 * (row - start));
    }
    return `;

  it('has a module make rows, in the arrays that it is given or in others', async () => {
    const modules = [
      await writeModule('given.mjs', `${fill} { features, logits }; }`),
      await writeModule('others.mjs', `${fill} { features: features.slice(), logits: logits.slice() }; }`),
    ];
    for (const module of modules) {
      const range = { start: 100, end: 800 };
      await reader.read([{ module, range, view: 1, rows: 700, logitsTo: 1024, featuresTo: 20_480 }]);
      expect(floatsAt(1024, 4)).toEqual([101, 101, 101, 102]);
      expect(floatsAt(1024 + 12 * 699, 3)).toEqual([800, 800, 800]);
      expect(floatsAt(20_480 + 8 * 699, 2)).toEqual([799.5, 799.5]);
    }
  });

  it('leaves out features that nobody wants', async () => {
    const module = await writeModule('given.mjs', `${fill} { features, logits }; }`);
    new Float32Array(memory.buffer).fill(-7);
    await reader.read([{ module, range: { start: 1, end: 2 }, view: 0, rows: 1, logitsTo: 64, featuresTo: null }]);
    expect([...new Float32Array(memory.buffer)].filter((value) => value !== -7)).toEqual([1, 1, 1]);
  });

  it('tells what a module throws, and goes on', async () => {
    const module = await writeModule('broken.mjs', "async read() { throw new RangeError('no such row'); }");
    const read = { module, range: { start: 0, end: 1 }, view: 0, rows: 1, logitsTo: 0, featuresTo: null };
    await expect(reader.read([read])).rejects.toThrow('no such row');
    const nowhere = { ...read, module: { ...module, url: pathToFileURL(join(folder, 'nowhere.mjs')).href } };
    await expect(reader.read([nowhere])).rejects.toThrow('nowhere.mjs');
    await expect(reader.read([])).resolves.toBeUndefined();
  });

  it('fails what still waits when it is closed', async () => {
    const place = await placeIn('a', 20, 0);
    const waiting = reader.read([{ place, bytes: 2, to: 0 }]).catch((error: unknown) => String(error));
    await reader.close();
    // Unless it was fast enough; the code says whether the thread had begun.
    expect((await waiting) ?? 'the reader ended').toContain('the reader ended');
    await expect(reader.read([])).rejects.toThrow('the reader ended');
  });
});
