import { appendFile, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FilePlace } from '../files/file-place.js';
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

  it('fails what still waits when it is closed', async () => {
    const place = await placeIn('a', 20, 0);
    const waiting = reader.read([{ place, bytes: 2, to: 0 }]).catch((error: unknown) => String(error));
    await reader.close();
    // Unless it was fast enough; the code says whether the thread had begun.
    expect((await waiting) ?? 'the reader ended').toContain('the reader ended');
    await expect(reader.read([])).rejects.toThrow('the reader ended');
  });
});
