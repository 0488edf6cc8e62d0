import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { photographFixture, photographGoldens, scatter, sha256 } from './fixtures/photograph-goldens.js';
import { CROP_DRAWS } from './random-resized-crop.js';
import { renderFile } from './render-file.js';

const form = { channels: 3, resize: { shorter: 32 }, crop: { height: 28, width: 28 } };

async function pixelsOf(job: Parameters<typeof renderFile>[0]): Promise<Uint8Array> {
  const rendering = await renderFile(job);
  if ('problem' in rendering) throw new Error(rendering.problem.got);
  return rendering.image.data;
}

describe('renderFile', () => {
  it.each(photographGoldens.files)(
    'equals Pillow and torchvision byte for byte: $file',
    async ({ file, evaluation }) => {
      expect(sha256(await pixelsOf({ path: photographFixture(file), form }))).toBe(evaluation);
    },
  );

  it('equals torchvision byte for byte in a whole view', async () => {
    const { file, stream, flip, changes, sha256: digest } = photographGoldens.view;
    const view = {
      area: [0.08, 1] as const,
      aspectRatio: [3 / 4, 4 / 3] as const,
      cropDraws: scatter(stream, CROP_DRAWS),
      flip,
      changes,
    };
    expect(sha256(await pixelsOf({ path: photographFixture(file), form, view }))).toBe(digest);
  });

  it('does not turn a picture as the camera noted, nor does torchvision', async () => {
    const path = photographFixture('rotated.jpg');
    expect((await sharp(path).metadata()).orientation).toBe(6);
    expect(await pixelsOf({ path, form })).toEqual(await pixelsOf({ path: photographFixture('colour.jpg'), form }));
  });

  it('gives grey pictures one channel', async () => {
    const grey = await pixelsOf({ path: photographFixture('grey.jpg'), form: { ...form, channels: 1 } });
    const colour = await pixelsOf({ path: photographFixture('grey.jpg'), form });
    expect(grey).toHaveLength(28 * 28);
    expect([...grey]).toEqual([...colour].filter((_, place) => place % 3 === 0));
  });

  describe('of a broken file', () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'render-file-'));
    });
    afterEach(() => rm(folder, { recursive: true }));

    const problemOf = async (content: Uint8Array | string) => {
      const path = join(folder, 'picture.jpg');
      await writeFile(path, content);
      return renderFile({ path, form });
    };

    it('says what is wrong: no bytes, no picture, half a picture', async () => {
      const whole = await readFile(photographFixture('colour.jpg'));
      expect(await problemOf('')).toEqual({ problem: { expected: 'a picture', got: 'a file of 0 bytes' } });
      for (const content of ['no picture', whole.subarray(0, whole.length / 2), whole.subarray(0, 20)]) {
        expect(await problemOf(content)).toMatchObject({ problem: { expected: 'a picture that can be decoded' } });
      }
    });

    it('says that it is not there, or is a folder', async () => {
      expect(await renderFile({ path: join(folder, 'none.jpg'), form })).toMatchObject({
        problem: { expected: 'a file that can be read', got: expect.stringContaining('ENOENT') as string },
      });
      expect(await renderFile({ path: folder, form })).toMatchObject({
        problem: { expected: 'a file that can be read' },
      });
    });
  });
});
