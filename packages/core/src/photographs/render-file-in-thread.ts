import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { renderFile, type Rendering, type RenderJob } from './render-file.js';
import { startPhotographThreads, type PhotographThreads } from './start-photograph-threads.js';

const mostThreads = 8;
const entry = new URL('./photograph-thread.js', import.meta.url);

let threads: PhotographThreads | undefined;

/**
 * Renders a picture in one of the threads that this process keeps for it, started when the first is asked for. Where the compiled
 * module of a thread is not there (from source, in a bundle) it is rendered here: the bytes are the same.
 *
 * @returns the picture, or what is wrong with its file
 * @throws what ends a thread
 * @example
 * import { renderFileInThread } from '@disalign/core/photographs';
 * const form = { channels: 3, resize: { shorter: 256 }, crop: { height: 224, width: 224 } };
 * const rendering = await renderFileInThread({ path: 'none.jpg', form });
 * if ('problem' in rendering) console.log(rendering.problem.got); // ENOENT: no such file or directory, open 'none.jpg'
 */
export async function renderFileInThread(job: RenderJob): Promise<Rendering> {
  if (threads === undefined && !existsSync(fileURLToPath(entry))) return renderFile(job);
  threads ??= startPhotographThreads({ entry, count: Math.min(availableParallelism(), mostThreads) });
  const asked = threads;
  return asked.render(job).catch(async (error: unknown) => {
    // What ended one thread is told; the next picture gets new ones.
    if (threads === asked) threads = undefined;
    await asked.close();
    throw error;
  });
}
