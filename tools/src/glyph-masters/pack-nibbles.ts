/** Rounds bytes to 4 bits (0..15, of which 15 is 255) and packs two in a byte, the first in the high half. */
export function packNibbles(bytes: Uint8Array): Uint8Array {
  const packed = new Uint8Array(Math.ceil(bytes.length / 2));
  for (let index = 0; index < bytes.length; index++) {
    const nibble = Math.round(bytes[index] / 17);
    packed[index >> 1] |= index % 2 === 0 ? nibble << 4 : nibble;
  }
  return packed;
}
