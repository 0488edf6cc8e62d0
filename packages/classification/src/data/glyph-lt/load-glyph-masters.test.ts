import { FileFormatError } from '@disalign/core';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GlyphMasters } from './glyph-masters.js';
import { loadGlyphMasters } from './load-glyph-masters.js';

const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };

describe('loadGlyphMasters', () => {
  let masters: GlyphMasters;
  let folder: string;
  beforeAll(async () => {
    masters = await loadGlyphMasters();
    folder = await mkdtemp(join(tmpdir(), 'glyph-masters-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('has 200 characters in 28 families and two weights', () => {
    expect(new Set(masters.characters).size).toBe(200);
    expect(masters.fonts).toHaveLength(56);
    expect(new Set(masters.fonts.map(({ family }) => family)).size).toBe(28);
    expect(masters.ink).toHaveLength(56 * 200 * 48 * 48);
  });

  it('keeps each family on one side of the split', () => {
    const families = (side: string) =>
      new Set(masters.fonts.flatMap(({ family, split }) => (split === side ? family : [])));
    expect(families('train').size).toBe(18);
    expect(families('validation').size).toBe(5);
    expect(families('test').size).toBe(5);
    expect(new Set([...families('train'), ...families('validation'), ...families('test')]).size).toBe(28);
  });

  it('has ink in each mask, none at its border, and no mask twice in a font', () => {
    const { size, characters, ink } = masters;
    masters.fonts.forEach((font, fontIndex) => {
      const seen = new Set<string>();
      characters.forEach((character, index) => {
        const start = (fontIndex * characters.length + index) * size * size;
        const mask = ink.subarray(start, start + size * size);
        const border = mask.filter((_, pixel) => pixel < size || pixel % size === 0 || pixel % size === size - 1);
        const name = `${font.family} ${font.weight} ${character}`;
        expect(Math.max(...mask), name).toBeGreaterThan(200);
        expect(Math.max(...border), name).toBe(0);
        seen.add(Buffer.from(mask).toString('latin1'));
      });
      expect(seen.size, font.family).toBe(characters.length);
    });
  });

  it('spreads four bits over a byte', () => {
    expect(new Set(masters.ink)).toEqual(new Set(Array.from({ length: 16 }, (_, step) => 17 * step)));
  });

  it('refuses pixels that are not those described', async () => {
    const assets = new URL('../../../assets/', import.meta.url);
    const json = await readFile(new URL('glyph-masters.json', assets), 'utf8');
    const pixels = await readFile(new URL('glyph-masters.bin.br', assets));
    const packedBytes = (56 * 200 * 48 * 48) / 2;
    const load = async (description: string, compressed: Uint8Array) => {
      await writeFile(join(folder, 'glyph-masters.json'), description);
      await writeFile(join(folder, 'glyph-masters.bin.br'), compressed);
      return loadGlyphMasters(pathToFileURL(`${folder}/`));
    };
    const zeros = (length: number) => brotliCompressSync(new Uint8Array(length), quick);
    const refused: [string, Uint8Array, string][] = [
      [json, zeros(packedBytes), 'glyph-masters.bin.br: sha256 must be '],
      [json, zeros(packedBytes - 1), `glyph-masters.bin.br: length must be ${packedBytes}, got ${packedBytes - 1}`],
      [
        json,
        zeros(packedBytes + 1),
        `glyph-masters.bin.br: content must be ${packedBytes} bytes, compressed by brotli`,
      ],
      [json, pixels.subarray(0, -9), 'glyph-masters.bin.br: content must be'],
      [json.slice(0, -9), pixels, 'glyph-masters.json: content must be a description of glyph masters'],
      [json.replace('"size"', '"sizes"'), pixels, 'glyph-masters.json: content must be a description of glyph masters'],
    ];
    for (const [description, compressed, message] of refused) {
      const loading = load(description, compressed);
      await expect(loading).rejects.toBeInstanceOf(FileFormatError);
      await expect(loading).rejects.toThrow(message);
    }
    expect(Buffer.compare((await load(json, pixels)).ink, masters.ink)).toBe(0);
  });
});
