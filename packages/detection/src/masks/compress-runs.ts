/**
 * The compressed string of COCO's RLE.
 *
 * Each run is written as a signed number; from the fourth on it is the difference to the run two places before. Five bits go
 * into one character, low bits first; bit 5 says that more follow, bit 4 of the last is the sign; the code of a character is its
 * value + 48. The string holds backslashes, which JSON escapes.
 *
 * @param runs as in `RunLengthMask`
 * @example
 * import { compressRuns } from '@disalign/detection';
 * compressRuns(Uint32Array.of(9, 1, 7, 3, 5)); // '9172N'
 */
export function compressRuns(runs: Uint32Array): string {
  const needed = 7 * runs.length;
  if (bytes.length < needed) bytes = Buffer.alloc(2 * needed);
  let length = 0;
  for (let run = 0; run < runs.length; run++) {
    // Runs are below 2^31, so that their differences fit 32 bits with a sign.
    let rest = (run > 2 ? runs[run] - runs[run - 2] : runs[run]) | 0;
    for (let more = true; more;) {
      let group = rest & 0x1f;
      rest >>= 5;
      more = (group & 0x10) !== 0 ? rest !== -1 : rest !== 0;
      if (more) group |= 0x20;
      bytes[length++] = group + 48;
    }
  }
  return bytes.toString('latin1', 0, length);
}

let bytes = Buffer.alloc(1024);
