import { describe, expect, it } from 'vitest';
import { runCommand } from './run-command.js';

const cwd = import.meta.dirname;

describe('runCommand', () => {
  it('returns what the command wrote to stdout', async () => {
    expect(await runCommand(process.execPath, ['-e', 'console.log(process.cwd())'], { cwd })).toBe(`${cwd}\n`);
  });

  it('fails with the whole output of a command that fails', async () => {
    const script = 'console.log("said"); console.error("complained"); process.exit(3)';
    await expect(runCommand(process.execPath, ['-e', script], { cwd })).rejects.toThrow(/failed\nsaid\n\ncomplained/);
  });

  it('fails when there is no such command', async () => {
    await expect(runCommand('no-such-command-here', [], { cwd })).rejects.toThrow(/no-such-command-here failed/);
  });

  it('ends a command that takes too long', async () => {
    await expect(
      runCommand(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { cwd, timeout: 200 }),
    ).rejects.toThrow(/failed/);
  });
});
