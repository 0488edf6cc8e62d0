/**
 * How often each pair of two bytes a and b occurred, at `256 a + b`: `low + high` modulo 2^32. Most of the counting goes on in `low`, whose
 * 16 bits a pair keep what 150 classes touch in a processor's nearest cache.
 */
export interface PairTally {
  readonly low: Uint16Array;
  readonly high: Uint32Array;
}

/** One byte each: all pairs of them. */
const pairs = 2 ** 16;
const LOW_LIMIT = 2 ** 16 - 1;

/** A tally of nothing. */
export function createPairTally(): PairTally {
  return { low: new Uint16Array(pairs), high: new Uint32Array(pairs) };
}

/** How often the pair at `256 a + b` occurred. */
export function talliedPairs({ low, high }: PairTally, pair: number): number {
  return (low[pair] + high[pair]) >>> 0;
}

/** Forgets all pairs. */
export function clearTally({ low, high }: PairTally): void {
  low.fill(0);
  high.fill(0);
}

/**
 * Counts the pairs of two byte arrays of one length.
 *
 * Four pixels are read at once, and words that repeat, as they do inside of regions, are counted once for the whole run. Whether the
 * machine puts the first byte first does not matter: both words are taken apart alike.
 */
export function tallyPairs(first: Uint8Array, second: Uint8Array, tally: PairTally): void {
  const words = first.length >> 2;
  const firstWords = wordsOf(first, words);
  const secondWords = wordsOf(second, words);
  let a = 0;
  let b = 0;
  let run = 0;
  for (let word = 0; word < words; word++) {
    const nextA = firstWords[word];
    const nextB = secondWords[word];
    // One test, not two: labels of a noisy map are hard to predict for the machine.
    if (((nextA ^ a) | (nextB ^ b)) === 0) {
      run++;
      continue;
    }
    if (run > 0) addRun(tally, a, b, run);
    a = nextA;
    b = nextB;
    run = 1;
  }
  if (run > 0) addRun(tally, a, b, run);
  for (let pixel = 4 * words; pixel < first.length; pixel++) addPairs(tally, (first[pixel] << 8) | second[pixel], 1);
}

/** Takes back what `tallyPairs` counted. */
export function untallyPairs(first: Uint8Array, second: Uint8Array, { high }: PairTally): void {
  // Below zero it wraps around, and so does the sum.
  for (let pixel = 0; pixel < first.length; pixel++) high[(first[pixel] << 8) | second[pixel]]--;
}

function addRun(tally: PairTally, a: number, b: number, run: number): void {
  addPairs(tally, ((a & 255) << 8) | (b & 255), run);
  addPairs(tally, (a & 0xff00) | ((b >>> 8) & 255), run);
  addPairs(tally, ((a >>> 8) & 0xff00) | ((b >>> 16) & 255), run);
  addPairs(tally, ((a >>> 16) & 0xff00) | (b >>> 24), run);
}

function addPairs({ low, high }: PairTally, pair: number, times: number): void {
  const sum = low[pair] + times;
  if (sum > LOW_LIMIT) {
    high[pair] += sum;
    low[pair] = 0;
  } else {
    low[pair] = sum;
  }
}

/** Whole words of the bytes: a view, or a copy where the bytes do not begin at a word. */
function wordsOf(bytes: Uint8Array, words: number): Uint32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes);
  return new Uint32Array(aligned.buffer, aligned.byteOffset, words);
}
