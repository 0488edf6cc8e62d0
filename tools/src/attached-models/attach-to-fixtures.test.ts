import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inspectModel } from '@disalign/onnx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../processes/run-command.js';
import { attachToFixtures } from './attach-to-fixtures.js';

const root = resolve(import.meta.dirname, '../../..');
const python = process.env.DISALIGN_PYTHON ?? 'python3';

describe('attachToFixtures', () => {
  let folder: string;
  let files: string[];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'disalign-attached-'));
    files = await attachToFixtures(join(root, 'packages/onnx/src/fixtures/models'), folder);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('calibrates every model', async () => {
    expect(files.length).toBeGreaterThanOrEqual(12);
    for (const file of files) {
      expect((await inspectModel(join(folder, file))).metadata).toHaveProperty(['disalign.original-sha256']);
    }
  });

  it('leaves models that onnx.checker passes in full', async ({ skip }) => {
    try {
      await runCommand(python, ['-c', 'import onnx'], { cwd: root });
    } catch {
      skip('no Python with onnx; DISALIGN_PYTHON names another than python3');
    }
    const said = await runCommand(python, ['tools/onnx-models/check_models.py', folder], { cwd: root });
    expect(said).toContain(`${files.length} of ${files.length} models pass`);
  });
});
