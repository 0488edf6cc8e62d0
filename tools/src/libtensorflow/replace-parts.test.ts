import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replaceParts } from './replace-parts.js';

describe('replaceParts', () => {
  let folder: string;
  let stage: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'disalign-parts-'));
    stage = join(folder, 'building');
    put(stage, 'new');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const put = (place: string, text: string) => {
    for (const part of ['deps', 'lib']) {
      mkdirSync(join(place, part), { recursive: true });
      writeFileSync(join(place, part, 'file'), text);
    }
  };
  const content = () => ['deps', 'lib'].map((part) => readFileSync(join(folder, part, 'file'), 'utf8'));

  it('puts the new parts in the place of the old', async () => {
    put(folder, 'old');
    expect(await replaceParts(folder, stage, async () => content())).toEqual(['new', 'new']);
    expect(content()).toEqual(['new', 'new']);
  });

  it('brings the old parts back if the check fails', async () => {
    put(folder, 'old');
    await expect(replaceParts(folder, stage, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(content()).toEqual(['old', 'old']);
  });

  it('leaves nothing if the check fails where nothing was', async () => {
    await expect(replaceParts(folder, stage, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(readdirSync(folder)).toEqual(['building']);
  });
});
