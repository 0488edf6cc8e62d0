import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { runInProcess } from '../fixtures/run-in-process.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';

const folder = temporaryFolder();
const execute = promisify(execFile);

/** What bash offers for words, of which the last one is completed. */
async function completeInBash(...words: readonly string[]): Promise<string[]> {
  const { stdout: script } = await runInProcess(['completion', 'bash']);
  const path = join(folder.path, 'completion.bash');
  const quoted = words.map((word) => `'${word}'`).join(' ');
  await writeFile(
    path,
    `${script}\nCOMP_WORDS=(disalign ${quoted})\nCOMP_CWORD=${words.length}\n_disalign\nprintf '%s\\n' "\${COMPREPLY[@]}"\n`,
  );
  const { stdout } = await execute('bash', [path], { cwd: folder.path });
  return stdout.trim().split('\n');
}

describe('disalign completion', () => {
  it('completes commands, options and their values in bash', async () => {
    expect(await completeInBash('e')).toEqual(['extract', 'evaluate', 'export']);
    expect(await completeInBash('fit', '--ta')).toEqual(['--task']);
    expect(await completeInBash('fit', '--task', 's')).toEqual(['segmentation']);
    expect(await completeInBash('evaluate', '--se')).toEqual(['--seed']);
    expect(await completeInBash('completion', '')).toEqual(['bash', 'zsh', 'fish']);
  });

  it('leaves files to the shell', async () => {
    await writeFile(join(folder.path, 'train.safetensors'), '');
    expect(await completeInBash('fit', 'tr')).toEqual(['train.safetensors']);
    expect(await completeInBash('fit', '--counts', 'tr')).toEqual(['train.safetensors']);
  });

  it('has every option of every command in zsh and fish', async () => {
    const help = (await runInProcess(['fit', '--help'])).stdout;
    const options = [...help.matchAll(/^ {2}(?:-\w, )?--([\w-]+)/gm)]
      .map(([, name]) => name)
      .filter((name) => name !== 'help');
    expect(options).toContain('rho');
    const { stdout: zsh } = await runInProcess(['completion', 'zsh']);
    const { stdout: fish } = await runInProcess(['completion', 'fish']);
    for (const option of options) {
      expect(zsh).toContain(`'--${option}[`);
      expect(fish).toContain(`'__fish_seen_subcommand_from fit' -l ${option} `);
    }
    expect(zsh).toContain(":value:(classification segmentation detection)'");
    expect(fish).toContain("-x -a 'classification segmentation detection'");
  });
});
