/** A uniform integer in [0, bound). */
type NextInt = (bound: number) => number;

/** A copy with one to four hostile changes: flipped bits, interesting bytes, numbers and lengths, cuts, copies, insertions. */
export function mutateBytes(original: Uint8Array, nextInt: NextInt): Uint8Array {
  // Not slice(): that of a Buffer shares its memory.
  let bytes = Uint8Array.from(original);
  for (let change = nextInt(4); change >= 0; change--) {
    // Most bytes of a file are data; most rules are about the header and, in archives, the end.
    const near = [Math.min(bytes.length, 400), bytes.length][nextInt(2)];
    const at = nextInt(Math.max(near, 1));
    switch (nextInt(8)) {
      case 0:
        bytes[at] ^= 1 << nextInt(8);
        break;
      case 1:
        bytes[at] = [0, 0xff, 0x7f, 0x80, 0x22, 0x7b, 0x5c, 0x2c][nextInt(8)];
        break;
      case 2:
        bytes = bytes.slice(0, at);
        break;
      case 3: {
        const end = Math.min(bytes.length, at + nextInt(40));
        bytes = Uint8Array.from([...bytes.subarray(0, end), ...bytes.subarray(at)]);
        break;
      }
      case 4: {
        const end = Math.min(bytes.length, at + nextInt(40));
        bytes = Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(end)]);
        break;
      }
      case 5:
        replaceDigits(bytes, at, nextInt);
        break;
      case 6: {
        const numbers = [0, 1, 8, 255, 2 ** 16 - 1, 2 ** 28, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1];
        const start = nextInt(2) === 0 ? Math.max(0, bytes.length - 60 + nextInt(60)) : at;
        if (start + 4 <= bytes.length) new DataView(bytes.buffer).setUint32(start, numbers[nextInt(9)], true);
        break;
      }
      default:
        bytes = Uint8Array.from([...bytes, ...bytes.subarray(at, at + nextInt(40))]);
    }
  }
  return bytes;
}

/** Other digits for the next number from `at` on: valid text with a false shape or offset. */
function replaceDigits(bytes: Uint8Array, at: number, nextInt: NextInt): void {
  const isDigit = (byte: number) => byte >= 0x30 && byte <= 0x39;
  while (at < bytes.length && !isDigit(bytes[at])) at++;
  for (; at < bytes.length && isDigit(bytes[at]); at++) bytes[at] = 0x30 + nextInt(10);
}
