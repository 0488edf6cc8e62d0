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

  it('is right as it is, and so is every part that is commented out, one by one', () => {
    const parse = (text: string) => parseYaml(text, { file: 'config.yaml', schema: runConfigSchema });
    expect(parse(configTemplate)).toMatchObject({ task: 'classification', fit: { rho: 'auto' } });
    const parts = configTemplate.match(/^ *# [a-z]\w*:.*\n(# {3}.*\n)*/gm) ?? [];
    expect(parts.length).toBeGreaterThan(10);
    for (const part of parts) {
      const whole = configTemplate.replace(part, part.replaceAll(/^( *)# /gm, '$1'));
      expect(parse(withoutRivals(whole, part)), part).not.toEqual(parse(configTemplate));
    }
  });
});

/** What stands in place of something else, without that. */
function withoutRivals(text: string, part: string): string {
  if (part.startsWith('# extract:')) return text.replace(/^features:\n( .*\n)*/m, '');
  if (part.startsWith('# groundTruth:')) return text.replace('task: classification', 'task: detection');
  if (!part.startsWith('# recipe:')) return text;
  return text.replace('task: classification', 'task: segmentation').replace(/^fit:\n( .*\n)*/m, '');
}
