import { describe, expect, it } from 'vitest';
import { startJsonLinesProcess } from './json-lines-process.js';

/** Doubles what it is asked; fails at 0, and ends at less. */
const script = `
  require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
    const { value } = JSON.parse(line);
    if (value < 0) { console.error('too low'); process.exit(3); }
    console.log(JSON.stringify(value === 0 ? { error: 'nothing to double' } : { double: 2 * value }));
  });`;

const start = () => startJsonLinesProcess(process.execPath, ['-e', script], process.env);

describe('startJsonLinesProcess', () => {
  it('answers one request after the other, and goes on after an error', async () => {
    const child = start();
    expect(await child.ask({ value: 4 })).toEqual({ double: 8 });
    await expect(child.ask({ value: 0 })).rejects.toThrow('nothing to double');
    expect(await child.ask({ value: 5 })).toEqual({ double: 10 });
    await child.close();
  });

  it('says what a process wrote before it ended', async () => {
    const child = start();
    await expect(child.ask({ value: -1 })).rejects.toThrow(/has ended: too low/);
    await child.close();
  });

  it('says that a program does not start', async () => {
    const child = startJsonLinesProcess('/no/such/program', [], process.env);
    await expect(child.ask({})).rejects.toThrow('/no/such/program does not start');
    await child.close();
  });
});
