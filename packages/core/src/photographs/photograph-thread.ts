import { parentPort } from 'node:worker_threads';
import { renderFile, type RenderJob } from './render-file.js';

// The entry of a thread: renders what it is asked for. Jobs overlap, as decoding waits for the decoder's own threads.
parentPort?.on('message', ({ id, job }: { id: number; job: RenderJob }) => {
  void renderFile(job).then((rendering) => {
    const moved = 'image' in rendering ? [rendering.image.data.buffer as ArrayBuffer] : [];
    parentPort?.postMessage({ id, rendering }, moved);
  });
});
