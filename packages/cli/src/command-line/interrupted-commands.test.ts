import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { logitAdjustment } from '@disalign/core';
import { saveCalibration } from '@disalign/core/node';
import { beforeAll, describe, expect, it } from 'vitest';
import { trainCounts, writeLongTailedFiles } from '../fixtures/long-tailed-rows.js';
import { resnetPath } from '../fixtures/models.js';
import { runInProcess } from '../fixtures/run-in-process.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';
import { writePicture } from '../fixtures/write-picture.js';

const folder = temporaryFolder();
const place = (name: string) => join(folder.path, name);

/** A signal that is given when a command looks for it the n-th time. */
function signalAtLook(n: number): AbortSignal {
  const controller = new AbortController();
  const { signal } = controller;
  let looks = 0;
  const look = () => {
    if (++looks === n) controller.abort(new Error('interrupted'));
  };
  const check = signal.throwIfAborted.bind(signal);
  signal.throwIfAborted = () => {
    look();
    check();
  };
  return signal;
}

const calibrated = () => ['-c', place('c.safetensors')];
const counts = () => ['--counts', place('counts.json')];

/** Each command that goes on for long, and the last of what it writes. */
const commands: [name: string, last: string | null, args: () => string[]][] = [
  ['fit', 'c.safetensors', () => [place('train.safetensors'), '--rho', '1', '-o', place('out/c.safetensors')]],
  ['evaluate', null, () => [place('test.safetensors'), ...calibrated(), ...counts()]],
  ['apply', 'a.npz', () => [place('test.safetensors'), ...calibrated(), '-o', place('out/a.npz')]],
  ['report', 'r.html', () => [place('test.safetensors'), ...calibrated(), ...counts(), '-o', place('out/r.html')]],
  [
    'extract',
    'features-00000.safetensors',
    () => [place('list.txt'), '-m', resnetPath, '-p', place('p.json'), '--batch-size', '1', '-o', place('out')],
  ],
  ['run', 'evaluation.json', () => [place('config.yaml')]],
];

describe('Ctrl-C', () => {
  beforeAll(async () => {
    await writeLongTailedFiles(folder.path);
    const calibration = logitAdjustment(trainCounts);
    await saveCalibration(place('c.safetensors'), { calibration, classNames: null, fit: null });
    for (let picture = 0; picture < 10; picture++) await writePicture(place(`${picture}.png`), picture);
    await writeFile(place('list.txt'), Array.from({ length: 10 }, (_, k) => `${k}.png ${k}\n`).join(''));
    await writeFile(place('p.json'), '{ "resize": { "height": 32, "width": 32 } }');
    const config = 'features: { train: train.safetensors, test: test.safetensors }\noutput: out\nfit: { rho: 1 }\n';
    await writeFile(place('config.yaml'), config);
  });

  it.each(commands)(
    'ends %s whenever it comes, with nothing half-written, and the same command then does all',
    async (name, last, args) => {
      await rm(place('out'), { recursive: true, force: true });
      await mkdir(place('out'));
      let interruptions = 0;
      for (let look = 1; ; look *= 3) {
        const { code, stderr } = await runInProcess([name, ...args()], { signal: signalAtLook(look) });
        const written = await readdir(place('out'));
        expect(written.filter((file) => file.endsWith('.tmp'))).toEqual([]);
        if (code === 0) {
          if (last !== null) expect(written).toContain(last);
          break;
        }
        expect({ code, stderr }).toEqual({ code: 130, stderr: 'disalign: interrupted\n' });
        expect(written).not.toContain(last);
        interruptions++;
      }
      expect(interruptions).toBeGreaterThan(0);
    },
  );
});
