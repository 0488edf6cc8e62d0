import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs `run` while another process keeps a core busy. */
export async function besideBusyCore<T>(run: () => Promise<T>): Promise<T> {
  const busy = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
  await once(busy, 'spawn');
  try {
    return await run();
  } finally {
    busy.kill('SIGKILL');
  }
}
