import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runInProcess } from '../fixtures/run-in-process.js';

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const commands = [
  ...['inspect', 'extract', 'fit', 'evaluate', 'apply', 'export', 'import', 'tap', 'detach', 'report'],
  ...['run', 'init', 'doctor', 'completion'],
];

describe('the command line', () => {
  it('helps, names every command and says what the exit codes mean', async () => {
    const { code, stdout, stderr } = await runInProcess(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    expect(stdout).toContain('Exit codes: 0 done;');
  });

  it.each(commands)('helps with %s, by example', async (command) => {
    const { code, stdout } = await runInProcess([command, '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: disalign ${command}`);
    expect(stdout).toMatch(new RegExp(`Examples:\n.*disalign ${command}`));
  });

  it('says its version', async () => {
    expect(await runInProcess(['--version'])).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
  });

  it('shows the help where nothing is asked for, as something that is wrong', async () => {
    const { code, stdout, stderr } = await runInProcess([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('Usage: disalign [options] [command]');
  });

  it.each([
    [['fitt'], "unknown command 'fitt' (Did you mean fit?)"],
    [['fit'], "missing required argument 'features'"],
    [['fit', 'a', '--rhoo', '1'], "unknown option '--rhoo' (Did you mean --rho?)"],
    [['fit', 'a', '--rho', 'x'], 'It must be a number from 0, got x.'],
    [['fit', 'a', '--rho', '-1'], 'It must be a number from 0, got -1.'],
    [['fit', 'a', '--threads', '0'], 'It must be above 0, got 0.'],
    [['fit', 'a', '--seed', '1.5'], 'It must be a whole number, got 1.5.'],
    [['fit', 'a', '--task', 'speech'], 'Allowed choices are classification, segmentation, detection.'],
    [['evaluate', 'a'], "required option '-c, --calibration <file>' not specified"],
    [['evaluate', 'a', '-c', 'b', '--groups', '1,2'], 'It must be three numbers, got 1,2.'],
    [['evaluate', 'a', '-c', 'b', '--annotations', 'c'], '--annotations is for --task detection, got classification'],
    [['export', 'a'], '--model is needed for --format onnx'],
    [['import', 'a.pth'], "required option '--form <form>' not specified"],
    [['tap', 'a.onnx', '--classes', '0'], 'It must be above 0, got 0.'],
    [['doctor', '--seconds', '0'], 'It must be above 0, got 0.'],
    [['completion', 'tcsh'], 'Allowed choices are bash, zsh, fish.'],
    [['init', 'a', 'b'], 'too many arguments'],
  ])('refuses %j in one line with exit code 2', async (args, message) => {
    const { code, stdout, stderr } = await runInProcess(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^disalign: .*\n$/);
  });

  it.each([
    ['fit', 'none.safetensors'],
    ['evaluate', 'none.safetensors', '-c', 'c.safetensors'],
    ['apply', 'none.safetensors', '-c', 'c.safetensors'],
    ['export', 'none.safetensors', '-m', 'm.onnx'],
    ['extract', 'none', '-m', 'm.onnx', '-p', 'timm', '-o', 'out'],
    ['import', 'none.pth', '--form', 'blend'],
    ['tap', 'none.onnx'],
    ['detach', 'none.onnx'],
    ['report', 'none.safetensors', '-c', 'c.safetensors'],
    ['inspect', 'none.onnx'],
    ['run', 'none.yaml'],
  ])('says in one line that a file of %s is not there', async (...args) => {
    const { code, stdout, stderr } = await runInProcess(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^disalign: ENOENT: no such file or directory.*\n$/);
  });

  it('says that a pattern matches nothing', async () => {
    const { code, stderr } = await runInProcess(['fit', 'none/*.safetensors']);
    expect(code).toBe(2);
    expect(stderr).toBe(
      'disalign: openFeatureShards: `pattern` must match at least one file, got none for none/*.safetensors\n',
    );
  });
});
