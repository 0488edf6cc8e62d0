import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeResults } from './write-results.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'results-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const files = { data: { accuracy: 1 / 3, rho: null, arm: 'ü' }, markdown: '# A\n\n', figure: '<svg/>' };

describe('writeResults', () => {
  it('writes three files of one name into a folder it makes, over older ones', async () => {
    const target = join(folder, 'a', 'b');
    await writeResults(target, 'glyph', { ...files, markdown: '# old and longer' });
    const paths = await writeResults(target, 'glyph', files);
    expect(paths).toEqual(['json', 'svg', 'md'].map((extension) => join(target, `glyph.${extension}`)));
    expect((await readdir(target)).sort()).toEqual(['glyph.json', 'glyph.md', 'glyph.svg']);
    const [json, svg, markdown] = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
    expect(JSON.parse(json)).toEqual(files.data);
    expect(json).toBe('{\n  "accuracy": 0.3333333333333333,\n  "rho": null,\n  "arm": "ü"\n}\n');
    expect(svg).toBe('<svg/>\n');
    expect(markdown).toBe('# A\n');
  });

  it('leaves no figure of an older result beside one that has none', async () => {
    await writeResults(folder, 'glyph', files);
    const paths = await writeResults(folder, 'glyph', { ...files, figure: undefined });
    expect(paths).toEqual(['json', 'md'].map((extension) => join(folder, `glyph.${extension}`)));
    expect((await readdir(folder)).sort()).toEqual(['glyph.json', 'glyph.md']);
  });

  it('writes further figures under their own names', async () => {
    const figures = { 'fig1-glyph': '<svg>1</svg>', 'fig2-glyph': '<svg>2</svg>' };
    const paths = await writeResults(folder, 'glyph', { ...files, figure: undefined, figures });
    const names = ['glyph.json', 'fig1-glyph.svg', 'fig2-glyph.svg', 'glyph.md'];
    expect(paths).toEqual(names.map((name) => join(folder, name)));
    expect(await readFile(paths[2], 'utf8')).toBe('<svg>2</svg>\n');
  });

  it.each([
    [{ runs: [{ validation: NaN }] }, RangeError, '`validation` must be finite, got NaN'],
    [{ runs: [{ correct: Uint8Array.of(1) }] }, TypeError, '`correct` must not be a typed array'],
  ])('refuses %o, which JSON would change, before any file is written', async (data, kind, message) => {
    const written = writeResults(folder, 'glyph', { ...files, data });
    await expect(written).rejects.toThrow(kind);
    await expect(written).rejects.toThrow(`writeResults: ${message}`);
    expect(await readdir(folder)).toEqual([]);
  });
});
