import { createRandom, FileFormatError } from '@disalign/core';
import { readMutants } from '@disalign/test-support';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ade20kFile, ade20kSamples } from '../fixtures/ade20k-samples.js';
import { decodeLabelPng } from './decode-label-png.js';
import { valuesOfLabels } from './labels-of-values.js';
import { readLabelPng } from './read-label-png.js';

const values = Uint8Array.from({ length: 151 }, (_, value) => value);
const grey = (pixels: Uint8Array, width: number): Sharp =>
  sharp(pixels, { raw: { width, height: pixels.length / width, channels: 1 } }).toColourspace('b-w');

describe('readLabelPng', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'read-label-png-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const write = async (name: string, content: Uint8Array): Promise<string> => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };

  it('makes 0 no class, and k the class k - 1', async () => {
    const path = await write('all.png', await grey(values, 151).png().toBuffer());
    const { height, width, labels } = await readLabelPng(path);
    expect([height, width]).toEqual([1, 151]);
    expect([...labels]).toEqual([255, ...values.subarray(0, 150)]);
  });

  it.each(Object.entries(ade20kSamples.images))('reads %s as numpy did', async (name, image) => {
    const { height, width, labels } = await readLabelPng(ade20kFile(`annotations/${name}.png`));
    expect([height, width]).toEqual([image.h, image.w]);
    const stored = valuesOfLabels(labels);
    expect(createHash('sha256').update(stored).digest('hex')).toBe(image.rawPixelSha256);
    const counts: Record<string, number> = {};
    for (const value of stored) counts[value] = (counts[value] ?? 0) + 1;
    expect(counts).toEqual(image.pixelsByPngValue);
  });

  it('takes values as they are stored, whatever else the file says of them', async () => {
    const plain = await grey(values, 151).png({ progressive: true }).toBuffer();
    // Behind the header: the grey 7 is transparent (tRNS), and all of them are linear light (gAMA 1.0).
    const chunks = [pngChunk('gAMA', [0, 1, 0x86, 0xa0]), pngChunk('tRNS', [0, 7])];
    const annotated = Buffer.concat([plain.subarray(0, 33), ...chunks, plain.subarray(33)]);
    expect([...(await decodeLabelPng(annotated, 'a.png')).labels]).toEqual([255, ...values.subarray(0, 150)]);
  });

  it('refuses what is no 8-bit grey PNG, naming the file and what it is', async () => {
    const pixels = { width: 2, height: 1, channels: 3, background: { r: 9, g: 0, b: 0 } } as const;
    const color = () => sharp({ create: pixels });
    const refused: [string, Uint8Array, string][] = [
      ['palette.png', await color().png({ palette: true }).toBuffer(), 'colour type must be 0 (grey), got 3 (palette)'],
      ['rgb.png', await color().png().toBuffer(), 'colour type must be 0 (grey), got 2 (RGB)'],
      ['rgba.png', await color().ensureAlpha().png().toBuffer(), 'colour type must be 0 (grey), got 6 (RGBA)'],
      ['deep.png', await color().toColourspace('grey16').png().toBuffer(), 'bit depth must be 8, got 16'],
      ['picture.png', await color().jpeg().toBuffer(), 'content must be a PNG, got'],
      ['empty.png', new Uint8Array(0), 'content must be a PNG, got 0 bytes'],
    ];
    for (const [name, content, text] of refused) {
      const path = await write(name, content);
      const reading = readLabelPng(path);
      await expect(reading, name).rejects.toBeInstanceOf(FileFormatError);
      await expect(reading, name).rejects.toThrow(`${path}: ${text}`);
    }
  });

  it('refuses a file that was cut off, wherever that is', async () => {
    const whole = await readFile(ade20kFile('annotations/ADE_val_00000003.png'));
    for (const length of [8, 20, 32, 40, 100, 1000, whole.length - 20, whole.length - 1]) {
      const reading = decodeLabelPng(whole.subarray(0, length), 'cut.png');
      await expect(reading, `${length}`).rejects.toThrow('cut.png: content must be a');
    }
  });

  it('refuses values above the number of classes, naming the pixel', async () => {
    const path = await write(
      'high.png',
      await grey(Uint8Array.of(0, 150, 3, 151), 2)
        .png()
        .toBuffer(),
    );
    await expect(readLabelPng(path)).rejects.toThrow(`${path}: value at row 1, column 1 must be in 0..150, got 151`);
    await expect(readLabelPng(path, { classes: 2 })).rejects.toThrow(
      'value at row 0, column 1 must be in 0..2, got 150',
    );
    expect([...(await readLabelPng(path, { classes: 151 })).labels]).toEqual([255, 149, 2, 150]);
    for (const classes of [0, 255, 1.5]) await expect(readLabelPng(path, { classes })).rejects.toThrow(RangeError);
  });

  it('refuses a header that asks for gigabytes', async () => {
    const png = await grey(values, 151).png().toBuffer();
    png.writeUInt32BE(2 ** 31 - 1, 16);
    await expect(decodeLabelPng(png, 'vast.png')).rejects.toThrow('vast.png: size must be at most 67108864 pixels');
  });

  it('reads a mutated file or refuses it by name', async () => {
    const random = createRandom(5);
    const original = await readFile(ade20kFile('annotations/ADE_val_00000003.png'));
    const nextInt = (bound: number) => random.nextInt(bound);
    const options = { originals: [original], count: 200, nextInt, file: 'mutant.png' };
    const results = await readMutants(options, async (bytes) => {
      const { height, width, labels } = await decodeLabelPng(bytes, 'mutant.png');
      expect(labels).toHaveLength(height * width);
    });
    expect(results.refused).toBeGreaterThan(100);
  });

  it('says what the file system says about a file that is not there', async () => {
    await expect(readLabelPng(join(folder, 'nowhere.png'))).rejects.toThrow('ENOENT');
  });
});

/** A chunk of a PNG. */
function pngChunk(type: string, data: readonly number[]): Buffer {
  const content = Buffer.concat([Buffer.from(type), Buffer.from(data)]);
  const chunk = Buffer.alloc(content.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  content.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(content), content.length + 4);
  return chunk;
}
