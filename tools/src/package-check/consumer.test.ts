import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { writeDocExample } from '../doc-examples/write-doc-example.js';
import { runCommand } from '../processes/run-command.js';
import { checkTarball } from './check-tarball.js';
import { createConsumer } from './create-consumer.js';
import { findQuickStarts } from './find-quick-starts.js';
import { packPackages } from './pack-packages.js';

const root = resolve(import.meta.dirname, '../../..');
const published = [
  '@disalign/core',
  '@disalign/classification',
  '@disalign/detection',
  '@disalign/onnx',
  '@disalign/report',
  '@disalign/segmentation',
  'disalign',
];
const peers = ['@tensorflow/tfjs', '@tensorflow/tfjs-backend-wasm', '@types/node'];

const quickStarts = await findQuickStarts(root);
const folder = await mkdtemp(join(tmpdir(), 'disalign-consumer-'));
const consumer = join(folder, 'project');
const minutes = 60_000;
let tarballs: string[];
let modules: string[];

describe('the packages as published', () => {
  beforeAll(async () => {
    tarballs = await packPackages(root, published, folder);
    await createConsumer(consumer, [...tarballs, ...(await pinned(peers))]);
    modules = await Promise.all(quickStarts.map((example) => writeDocExample(consumer, example)));
  }, 5 * minutes);

  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  it.each(published.map((name, index) => ({ name, index })))('keep their promises: $name', async ({ index }) => {
    await checkTarball(tarballs[index], root);
  });

  it('carry no tests', async () => {
    const contents = await Promise.all(
      tarballs.map((tarball) => runCommand('tar', ['-tzf', tarball], { cwd: folder })),
    );
    expect(contents.join('')).not.toMatch(/\.test\.|fixtures|tsbuildinfo/);
  });

  it.each([
    ['disalign-miou', 'usage: disalign-miou --gt DIR --pred DIR'],
    ['disalign-doctor', 'usage: disalign-doctor [options]'],
    ['disalign', 'Usage: disalign [options] [command]'],
  ])('install the command %s', async (command, usage) => {
    const help = await runCommand('npx', ['--no-install', command, '--help'], { cwd: consumer });
    expect(help.split('\n')[0]).toContain(usage);
  });

  it(
    'run the quick starts of the README in a project of their own, which tsc accepts',
    async () => {
      expect(quickStarts).not.toEqual([]);
      await runCommand(join(root, 'node_modules/.bin/tsc'), ['--project', consumer], { cwd: root });
      for (const name of modules) await runCommand(process.execPath, [join('out', `${name}.js`)], { cwd: consumer });
    },
    5 * minutes,
  );
});

/** The packages with the versions that this repository tests against. */
async function pinned(names: readonly string[]): Promise<string[]> {
  const manifest = z.object({ devDependencies: z.record(z.string(), z.string()) });
  const { devDependencies } = manifest.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
  return names.map((name) => `${name}@${devDependencies[name]}`);
}
