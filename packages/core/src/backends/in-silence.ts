import * as tf from '@tensorflow/tfjs';

/** What TensorFlow.js and Emscripten write through the console itself while a backend starts. */
const chatter =
  /^(failed to asynchronously prepare wasm|wasm streaming compile failed|falling back to ArrayBuffer|Aborted\(|Platform \w+ has already been set)/;

/**
 * Runs `start` without TensorFlow.js' own messages: its flag PROD silences its log, and the few lines that go to the console
 * directly are dropped by their text, so that what other code writes meanwhile still appears.
 */
export async function inSilence<T>(start: () => Promise<T>): Promise<T> {
  const production = tf.env().getBool('PROD');
  const { warn } = console;
  // Emscripten keeps the console.warn it finds at its start, so this one must let everything through afterwards.
  let silent = true;
  const unlessChatter: typeof console.warn = (...message) => {
    if (!(silent && chatter.test(String(message[0])))) warn.apply(console, message);
  };
  tf.env().set('PROD', true);
  console.warn = unlessChatter;
  try {
    return await start();
  } finally {
    silent = false;
    console.warn = warn;
    tf.env().set('PROD', production);
  }
}
