import { openRegionShards } from '@disalign/detection';
import { expectClose } from '@disalign/test-support';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { runCommand } from '../processes/run-command.js';

const root = resolve(import.meta.dirname, '../../..');
const fixtures = join(root, 'packages/detection/src/regions/fixtures/torchvision-dump');
const python = process.env.DISALIGN_PYTHON ?? 'python3';
const run = (args: string[]) => runCommand(python, args, { cwd: root });

const reason = await run(['-c', 'import numpy, PIL, safetensors, torch, torchvision']).then(
  () => undefined,
  () => `${python} cannot import torchvision and safetensors (DISALIGN_PYTHON names another)`,
);
if (reason !== undefined) console.warn(`Skipped, the dump of regions: ${reason}`);

it.skipIf(reason !== undefined)(
  'make_region_dump.py writes what the tests of @disalign/detection read',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'region-dump-'));
    await run([join(root, 'tools/region-dump/make_fixture.py'), '--out', folder]);
    const [written, kept] = await Promise.all(
      [folder, fixtures].map((path) => openRegionShards(`${path}/*.safetensors`)),
    );
    expect(written.count).toBe(kept.count);
    for (let index = 0; index < kept.count; index++) {
      const [now, then] = [await written.read(index), await kept.read(index)];
      expect([now.id, now.frame, now.size]).toEqual([then.id, then.frame, then.size]);
      // Another processor adds in another order.
      expectClose(now.boxes, then.boxes, { relativeToLargest: 1e-3 });
      expectClose(now.heads[0].logits, then.heads[0].logits, { relativeToLargest: 1e-2 });
    }
    await rm(folder, { recursive: true });
  },
  300_000,
);
