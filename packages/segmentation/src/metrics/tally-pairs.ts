/** How often each pair of two bytes a and b occurred, at `256 a + b`: 2^31 pairs or more in all are too many. */
export type PairTally = Int32Array;

/** A tally of nothing. */
export function createPairTally(): PairTally {
  return new Int32Array(2 ** 16);
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
  let word = 0;
  while (word < words) {
    const a = firstWords[word];
    const b = secondWords[word];
    let end = word + 1;
    // One test, not two: labels of a noisy map are hard to predict for the machine.
    while (end < words && ((firstWords[end] ^ a) | (secondWords[end] ^ b)) === 0) end++;
    addRun(tally, a, b, end - word);
    word = end;
  }
  for (let pixel = 4 * words; pixel < first.length; pixel++) tally[(first[pixel] << 8) | second[pixel]]++;
}

/** Takes back what `tallyPairs` counted. */
export function untallyPairs(first: Uint8Array, second: Uint8Array, tally: PairTally): void {
  for (let pixel = 0; pixel < first.length; pixel++) tally[(first[pixel] << 8) | second[pixel]]--;
}

function addRun(tally: PairTally, a: number, b: number, run: number): void {
  if (isOneByte(a, b)) {
    tally[((a & 255) << 8) | (b & 255)] += 4 * run;
    return;
  }
  tally[((a & 255) << 8) | (b & 255)] += run;
  tally[(a & 0xff00) | ((b >>> 8) & 255)] += run;
  tally[((a >>> 8) & 0xff00) | ((b >>> 16) & 255)] += run;
  tally[((a >>> 16) & 0xff00) | (b >>> 24)] += run;
}

/** Whether each of the words is one byte four times. */
function isOneByte(a: number, b: number): boolean {
  return ((((a >>> 8) ^ a) | ((b >>> 8) ^ b)) & 0xffffff) === 0;
}

/** Whole words of the bytes: a view, or a copy where the bytes do not begin at a word. */
function wordsOf(bytes: Uint8Array, words: number): Uint32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes);
  return new Uint32Array(aligned.buffer, aligned.byteOffset, words);
}
