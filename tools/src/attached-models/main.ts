import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from '../processes/run-command.js';
import { attachToFixtures } from './attach-to-fixtures.js';

// Has onnx.checker look at every model that a calibration was attached to. See tools/README.md.

const root = resolve(import.meta.dirname, '../../..');
const { values } = parseArgs({ options: { python: { type: 'string', default: 'python3' } } });
const folder = await mkdtemp(join(tmpdir(), 'disalign-attached-'));
try {
  await attachToFixtures(join(root, 'packages/onnx/src/fixtures/models'), folder);
  const script = join(root, 'tools/onnx-models/check_models.py');
  process.stdout.write(await runCommand(values.python, [script, folder], { cwd: root }));
} finally {
  await rm(folder, { recursive: true });
}
