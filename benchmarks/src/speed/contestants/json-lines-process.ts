import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A process that answers each line of JSON on its stdin with one on its stdout. */
export interface JsonLinesProcess {
  /** @throws Error with what it wrote to stderr if it ends, or what it answers as `error` */
  ask(request: object): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

/** Starts such a process. */
export function startJsonLinesProcess(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): JsonLinesProcess {
  const child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (data: Buffer) => (complaints = `${complaints}${data.toString()}`.slice(-4000)));
  // A request to one that has ended fails by its missing answer.
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const failed = once(child, 'error').then((errors: unknown[]) => {
    throw new Error(`${program} does not start: ${String(errors[0])}`);
  });
  failed.catch(() => undefined);
  return {
    async ask(request) {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const line = await Promise.race([lines.next(), failed]);
      if (line.done === true) throw new Error(`${program} ${args[0]} has ended: ${complaints.trim()}`);
      const reply = JSON.parse(line.value) as Record<string, unknown>;
      if (typeof reply.error === 'string') throw new Error(reply.error);
      return reply;
    },
    async close() {
      if (child.exitCode !== null || child.pid === undefined) return;
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
    },
  };
}
