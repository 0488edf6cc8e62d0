import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runInProcess } from '../fixtures/run-in-process.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';
import { parseYaml } from '../files/parse-yaml.js';
import { runConfigSchema } from '../run/run-config-schema.js';
import { configTemplate } from './config-template.js';

const folder = temporaryFolder();

describe('disalign init', () => {
  it('writes a configuration, and replaces none unasked', async () => {
    const path = join(folder.path, 'config.yaml');
    expect(await runInProcess(['init', path])).toEqual({
      code: 0,
      stdout: `Written: ${path}. Next: disalign run ${path}\n`,
      stderr: '',
    });
    expect(await readFile(path, 'utf8')).toBe(configTemplate);
    await writeFile(path, 'mine');
    const refused = await runInProcess(['init', path]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('must not be there yet, or `force` be given');
    expect(await readFile(path, 'utf8')).toBe('mine');
    expect((await runInProcess(['init', path, '--force'])).code).toBe(0);
    expect(await readFile(path, 'utf8')).toBe(configTemplate);
  });

  it('is right as it is, and so is every line that is commented out, one by one', () => {
    const parse = (text: string) => parseYaml(text, { file: 'config.yaml', schema: runConfigSchema });
    expect(parse(configTemplate)).toMatchObject({ task: 'classification', fit: { rho: 'auto' } });
    const lines = configTemplate.split('\n');
    const optional = [...lines.keys()].filter((line) => /^ *# [a-z]\w*:( |$)/.test(lines[line]));
    // The model of the export, and its classifier, stand in the lines below it.
    const starts = optional.filter((line) => !lines[line].startsWith('#  '));
    expect(starts.length).toBeGreaterThan(9);
    for (const start of starts) {
      const uncommented = lines.map((line, at) =>
        at === start || (lines[start] === '# export:' && lines[at].startsWith('#  ')) ? line.replace('# ', '') : line,
      );
      const text = lines[start].includes('recipe')
        ? uncommented
            .join('\n')
            .replace('task: classification', 'task: segmentation')
            .replace(/^fit:\n(.*\n)*?\n/m, '')
        : uncommented.join('\n');
      expect(parse(text), lines[start]).not.toEqual(parse(configTemplate));
    }
  });
});
