import { createProgress, type Progress } from '@disalign/core/node';
import { colorsFor, type Colors } from './colors.js';
import type { Surroundings } from './surroundings.js';

/** What every command is given. */
export interface CommandContext extends Surroundings {
  /** Of stdout. */
  readonly colors: Colors;
  /** One line on stderr, where that is a terminal. */
  readonly progress: Progress;
  /** Writes a result. */
  say(text: string): void;
  /** Writes the same result for machines or for people. */
  sayResult(result: { readonly json: boolean; readonly value: unknown; readonly text: () => string }): void;
  /** Writes a warning to stderr, the same only once. */
  warn(message: string): void;
  /** Of the process, once all is done. Default 0. */
  exitCode: number;
}

/** The surroundings of a run, with what its commands make of them. */
export function createContext(surroundings: Surroundings): CommandContext {
  const { stdout, stderr, env } = surroundings;
  const progress = createProgress({ stream: stderr });
  const write = (stream: Surroundings['stdout'], text: string) => {
    progress.done();
    stream.write(`${text}\n`);
  };
  const warned = new Set<string>();
  return {
    ...surroundings,
    colors: colorsFor(stdout, env),
    progress,
    say: (text) => write(stdout, text),
    sayResult: ({ json, value, text }) => write(stdout, json ? JSON.stringify(value, null, 2) : text()),
    warn: (message) => {
      if (!warned.has(message)) write(stderr, `disalign: warning: ${message}`);
      warned.add(message);
    },
    exitCode: 0,
  };
}
