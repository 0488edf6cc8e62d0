import { build } from 'esbuild';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { photographFixture, photographGoldens, sha256 } from './fixtures/photograph-goldens.js';
import { renderFile } from './render-file.js';
import { startPhotographThreads, type PhotographThreads } from './start-photograph-threads.js';

// Beside the package, so that what the thread imports is found.
const cache = join(import.meta.dirname, '../../../.cache');
const form = { channels: 3, resize: { shorter: 32 }, crop: { height: 28, width: 28 } };

describe('startPhotographThreads', () => {
  let folder: string;
  let threads: PhotographThreads;
  beforeAll(async () => {
    mkdirSync(cache, { recursive: true });
    folder = mkdtempSync(join(cache, 'photograph-thread-'));
    const outfile = join(folder, 'photograph-thread.mjs');
    const entryPoints = [join(import.meta.dirname, 'photograph-thread.ts')];
    await build({ entryPoints, outfile, bundle: true, packages: 'external', platform: 'node', format: 'esm' });
    threads = startPhotographThreads({ entry: pathToFileURL(outfile), count: 2 });
  });
  afterAll(async () => {
    await threads.close();
    await rm(folder, { recursive: true });
  });

  it('renders every picture to the bytes that it has without threads', async () => {
    const jobs = [...photographGoldens.files, ...photographGoldens.files];
    const renderings = await Promise.all(
      jobs.map(({ file }) => threads.render({ path: photographFixture(file), form })),
    );
    renderings.forEach((rendering, place) => {
      expect('image' in rendering && sha256(rendering.image.data)).toBe(jobs[place].evaluation);
    });
  });

  it('hands on what is wrong with a file', async () => {
    const job = { path: photographFixture('photograph-goldens.json'), form };
    const rendering = await threads.render(job);
    expect(rendering).toHaveProperty('problem.expected', 'a picture that can be decoded');
    expect(rendering).toEqual(await renderFile(job));
  });

  it('rejects, and goes on rejecting, where a thread ends', async () => {
    const entry = new URL(`data:text/javascript,${encodeURIComponent('throw new RangeError("no decoder")')}`);
    const broken = startPhotographThreads({ entry, count: 1 });
    await expect(broken.render({ path: 'any.jpg', form })).rejects.toThrow('no decoder');
    await expect(broken.render({ path: 'any.jpg', form })).rejects.toThrow('no decoder');
    await broken.close();
  });
});
