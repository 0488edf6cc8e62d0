import { alignBlock } from './align-block';
import { addSums, sumBytes, totalCount } from './sums';
import { layParameters, Task } from './task';

// A batch is a queue of blocks that threads take from. A block that is still undone when the queue is empty is computed by the
// leader too, and whoever is first claims it, so that no thread ever waits for one that does not run. Who computes a block
// changes no bit, and totals are added up in the order of the blocks.

/** Threads of a queue, at most: one bit pattern each in the low bits of a claim. */
const MOST_THREADS: i32 = 63;
const CLAIM_BITS: i32 = 6;
/** Blocks of a batch, at most: each has sums for each thread. */
const MOST_BLOCKS: i32 = 64;
/** Looks at the generation before a thread goes to sleep: some microseconds, about what waking it costs. */
const LOOKS: i32 = 100_000;

/** A queue of blocks in memory: the leader fills it in, four bytes a field, in this order. */
@unmanaged
class Queue {
  /** Counts batches; the threads wait for it to change. */
  generation: i32;
  /** The block to be taken next. */
  next: i32;
  /** Rows of the batch, and of each of its blocks but the last. */
  rows: i32;
  rowsPerBlock: i32;
  /** float32, as `align` takes it. */
  theta: usize;
  /** float64, see `addSums`. */
  totals: usize;
  /** [threads][MOST_BLOCKS] sums. */
  sums: usize;
  /** [threads] scratch. */
  scratch: usize;
  scratchBytes: i32;
  /** [MOST_BLOCKS] claims: generation and, once done, 1 + the thread that did it. */
  claims: usize;
  task: Task;
}

/** Where a thread puts the sums of a block. */
function sumsAt(queue: Queue, thread: i32, block: i32): usize {
  return queue.sums + <usize>(thread * MOST_BLOCKS + block) * sumBytes(queue.task.classes, queue.task.featureSize);
}

/** Computes a block, unless it is done, and claims it, unless it was done meanwhile. */
function doBlock(queue: Queue, thread: i32, block: i32, generation: i32): void {
  const undone = generation << CLAIM_BITS;
  const claim = queue.claims + ((<usize>block) << 2);
  const start = block * queue.rowsPerBlock;
  const end = min(start + queue.rowsPerBlock, queue.rows);
  const scratch = queue.scratch + <usize>(thread * queue.scratchBytes);
  if (alignBlock(queue.task, start, end, scratch, sumsAt(queue, thread, block), claim, undone)) {
    atomic.cmpxchg<i32>(claim, undone, undone | (thread + 1));
  }
}

/** Blocks of the batch. */
function blocksOf(queue: Queue): i32 {
  return (queue.rows + queue.rowsPerBlock - 1) / queue.rowsPerBlock;
}

function doBlocks(queue: Queue, thread: i32, generation: i32): void {
  const blocks = blocksOf(queue);
  while (true) {
    const block = atomic.add<i32>(changetype<usize>(queue) + offsetof<Queue>('next'), 1);
    if (block >= blocks) return;
    doBlock(queue, thread, block, generation);
  }
}

/** The leader, thread 0: has a batch computed, by itself and by whoever waits; the totals are complete when it returns. */
export function lead(queue: Queue): void {
  const blocks = blocksOf(queue);
  const generation = queue.generation + 1;
  layParameters(queue.task, queue.theta);
  for (let block: i32 = 0; block < blocks; block++) {
    atomic.store<i32>(queue.claims + ((<usize>block) << 2), generation << CLAIM_BITS);
  }
  atomic.store<i32>(changetype<usize>(queue) + offsetof<Queue>('next'), 0);
  atomic.store<i32>(changetype<usize>(queue), generation);
  atomic.notify(changetype<usize>(queue), MOST_THREADS);
  doBlocks(queue, 0, generation);

  memory.fill(queue.totals, 0, (<usize>totalCount(queue.task)) << 3);
  for (let block: i32 = 0; block < blocks; block++) {
    const claim = queue.claims + ((<usize>block) << 2);
    if (atomic.load<i32>(claim) == generation << CLAIM_BITS) doBlock(queue, 0, block, generation);
    addSums(queue.task, sumsAt(queue, (atomic.load<i32>(claim) & MOST_THREADS) - 1, block), queue.totals);
  }
}

/** Any other thread: helps with each batch, until the thread is ended. */
export function follow(queue: Queue, thread: i32): void {
  const address = changetype<usize>(queue);
  let generation: i32 = 0;
  while (true) {
    for (let look: i32 = 0; look < LOOKS && atomic.load<i32>(address) == generation; look++);
    if (atomic.load<i32>(address) == generation) atomic.wait<i32>(address, generation, -1);
    generation = atomic.load<i32>(address);
    doBlocks(queue, thread, generation);
  }
}
